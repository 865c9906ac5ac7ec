using System.Text;

namespace DiffuCoder.Tokenization;

/// <summary>
/// Reads vocab.json + merges.txt. These do not state the pre-tokenizer: it follows from <c>tokenizer_class</c> in tokenizer_config.json, and
/// is Qwen2's, as in all Dream and DiffuCoder checkpoints, where that is not stated.
/// </summary>
internal static class VocabularyAndMerges
{
    public const string VocabularyFile = "vocab.json", MergesFile = "merges.txt";

    public static TokenizerDefinition Read(TokenizerFiles files)
    {
        var tokens = new AddedTokenTable();
        tokens.AddSideFiles(files);
        var (pattern, isComposed) = Convention(files);
        var merges = Merges(files);
        return new TokenizerDefinition
        {
            Vocabulary = JsonPlace.Read(files.Bytes(VocabularyFile), files.PathOf(VocabularyFile), TokenizerJson.Vocabulary),
            Merges = [.. merges.Select(merge => merge.Pair)],
            AddedTokens = tokens.All,
            Pattern = pattern,
            IsComposed = isComposed,
            Config = TokenizerConfig.Read(files),
        }.Checked(files.PathOf(VocabularyFile), index => $"{files.PathOf(MergesFile)}, line {merges[index].Line}");
    }

    static List<((string, string) Pair, int Line)> Merges(TokenizerFiles files)
    {
        var merges = new List<((string, string), int)>();
        var lines = Encoding.UTF8.GetString(files.Bytes(MergesFile)).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.StartsWith("#version", StringComparison.Ordinal) || (line.Length == 0 && i == lines.Length - 1)) continue;
            if (line.Split(' ') is not [{ Length: > 0 } left, { Length: > 0 } right])
                throw new TokenizerException(
                    $"{files.PathOf(MergesFile)}, line {i + 1}: \"{line}\" is not two tokens with a space between. Fetch the file again.");
            merges.Add(((left, right), i + 1));
        }
        return merges;
    }

    static (SplitPattern Pattern, bool IsComposed) Convention(TokenizerFiles files)
    {
        if (!files.Has(AddedTokenTable.ConfigFile)) return (SplitPattern.Qwen2, true);
        return JsonPlace.Read(files.Bytes(AddedTokenTable.ConfigFile), files.PathOf(AddedTokenTable.ConfigFile), root =>
        {
            foreach (var name in (string[])["add_prefix_space", "add_bos_token", "add_eos_token"])
                if (root.Flag(name, absent: false))
                    throw root.Failure($"\"{name}\": true is not supported");
            return root.Find("tokenizer_class") is not { } place
                ? (SplitPattern.Qwen2, true)
                : place.Text() switch
                {
                    "Qwen2Tokenizer" or "Qwen2TokenizerFast" or "DreamTokenizer" => (SplitPattern.Qwen2, true),
                    "GPT2Tokenizer" or "GPT2TokenizerFast" => (SplitPattern.Gpt2, false),
                    var other => throw place.Failure(
                        $"\"{other}\" does not say how text is split; known are Qwen2Tokenizer, DreamTokenizer and GPT2Tokenizer. "
                            + "Supply a tokenizer.json"),
                };
        });
    }
}
