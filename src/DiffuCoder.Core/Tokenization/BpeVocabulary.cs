namespace DiffuCoder.Tokenization;

/// <summary>What <see cref="BpeTrainer"/> learned: the bytes, the merges and the special tokens, ids in this order.</summary>
/// <param name="Tokens">The ordinary tokens in id order, in stand-in characters, the 256 bytes first.</param>
/// <param name="Merges">The merges in the order they were learned. Two of them may give the same token.</param>
/// <param name="SpecialTokens">The special tokens; their ids follow those of <paramref name="Tokens"/>.</param>
public sealed record BpeVocabulary(
    IReadOnlyList<string> Tokens, IReadOnlyList<(string Left, string Right)> Merges, IReadOnlyList<string> SpecialTokens)
{
    /// <summary>Entries in all.</summary>
    public int Size => Tokens.Count + SpecialTokens.Count;

    /// <summary>
    /// The files of this vocabulary, by name, the fields as in Qwen2.5's: tokenizer.json, vocab.json, merges.txt, tokenizer_config.json.
    /// </summary>
    /// <returns>The files; the same vocabulary gives the same bytes.</returns>
    public IReadOnlyDictionary<string, byte[]> ToFiles() => BpeVocabularyWriter.Files(this);

    /// <summary>A tokenizer of this vocabulary.</summary>
    /// <returns>The tokenizer, the same as one loaded from the saved files.</returns>
    public CodeTokenizer ToTokenizer() => ToTokenizer(ToFiles());

    /// <summary>Writes the files of <see cref="ToFiles"/>, each under a temporary name first.</summary>
    /// <param name="directory">The directory; created if it is not there.</param>
    public void Save(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var (name, bytes) in ToFiles())
        {
            var path = Path.Combine(directory, name);
            var temporary = $"{path}.{Environment.ProcessId}.tmp";
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
    }

    internal IReadOnlyList<AddedToken> AddedTokens =>
        [.. SpecialTokens.Select((content, index) => new AddedToken(content, Tokens.Count + index, IsSpecial: true))];

    CodeTokenizer ToTokenizer(IReadOnlyDictionary<string, byte[]> files) => new(Definition(files), files);

    TokenizerDefinition Definition(IReadOnlyDictionary<string, byte[]> files) => new()
    {
        Vocabulary = Tokens.Select((token, id) => (token, id)).ToDictionary(x => x.token, x => x.id),
        Merges = Merges,
        AddedTokens = AddedTokens,
        Pattern = SplitPattern.Qwen2,
        IsComposed = true,
        Config = TokenizerConfig.Parse(files[AddedTokenTable.ConfigFile], AddedTokenTable.ConfigFile),
    };
}
