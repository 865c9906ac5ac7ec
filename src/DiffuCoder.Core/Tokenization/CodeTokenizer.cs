using System.Text;
using Microsoft.ML.Tokenizers;

namespace DiffuCoder.Tokenization;

/// <summary>
/// The byte-level BPE tokenizer of a checkpoint, in Hugging Face's file formats. Text is composed (NFC), cut by the pre-tokenizer that the files
/// state and merged in rank order; every text can be encoded, and no token is added in front or behind (see <see cref="Prefix"/>). May be used by
/// several threads at once.
/// </summary>
/// <remarks>Agrees with Hugging Face's <c>tokenizers</c> on Qwen2.5, Dream and DiffuCoder.</remarks>
public sealed class CodeTokenizer
{
    readonly BpeTokenizer bpe;
    readonly bool isComposed;
    readonly AddedTokenSplitter rawTokens, normalizedTokens;
    readonly MarkedTextSplitter markedTokens;
    readonly WholePieces? wholePieces;
    readonly SplitPattern pattern;
    readonly Dictionary<string, int> idOf;
    readonly string?[] tokenOf;
    readonly byte[]?[] bytesOf;
    readonly bool[] isSpecial;

    internal CodeTokenizer(TokenizerDefinition definition, IReadOnlyDictionary<string, byte[]> files)
    {
        Files = files;
        (isComposed, pattern) = (definition.IsComposed, definition.Pattern);
        var added = definition.AddedTokens;
        rawTokens = new(added.Where(token => !token.IsNormalized));
        normalizedTokens = new(added.Where(token => token.IsNormalized).Select(token => token with { Content = Normalize(token.Content) }));
        markedTokens = new(rawTokens, normalizedTokens, Normalize);
        bpe = BpeTokenizer.Create(new BpeOptions(definition.Vocabulary)
        {
            Merges = definition.Merges.Select(merge => $"{merge.Left} {merge.Right}"),
            ByteLevel = true,
            PreTokenizer = new CodePointPreTokenizer(definition.Pattern),
        });

        wholePieces = definition.IgnoresMerges ? new(definition.Vocabulary, definition.Pattern, bpe) : null;
        idOf = new(definition.Vocabulary);
        foreach (var token in added) idOf[token.Content] = token.Id;
        VocabularySize = idOf.Values.Max() + 1;
        tokenOf = new string?[VocabularySize];
        bytesOf = new byte[]?[VocabularySize];
        isSpecial = new bool[VocabularySize];
        foreach (var (token, id) in definition.Vocabulary)
        {
            tokenOf[id] = token;
            bytesOf[id] = ByteLevelAlphabet.Bytes(token) ?? Encoding.UTF8.GetBytes(token);
        }
        foreach (var token in added)
        {
            tokenOf[token.Id] = token.Content;
            bytesOf[token.Id] = Encoding.UTF8.GetBytes(token.Content);
            isSpecial[token.Id] = token.IsSpecial;
        }
        SpecialTokens = added.ToDictionary(token => token.Content, token => token.Id);
        Prefix = definition.Prefix;
        Config = definition.Config;
        ChatTemplates = Config.Templates.ToDictionary(template => template.Key, template => new ChatTemplate(template.Value, Config));
        var isQwens = SpecialTokens.ContainsKey("<|im_start|>") && SpecialTokens.ContainsKey("<|im_end|>");
        ChatTemplate = ChatTemplates.GetValueOrDefault(TokenizerConfig.DefaultTemplate) ?? (isQwens && ChatTemplates.Count == 0
            ? ChatTemplate.Qwen
            : null);
    }

    /// <summary>
    /// Loads the tokenizer of a checkpoint directory: tokenizer.json, or else vocab.json + merges.txt; added tokens also from
    /// tokenizer_config.json and added_tokens.json.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerException">A file is missing, damaged or contradicts another, or asks for what is not supported.</exception>
    public static CodeTokenizer Load(string directory)
    {
        var files = new TokenizerFiles(directory);
        if (!ExistsIn(directory))
            throw new TokenizerException(
                $"{directory} holds no tokenizer: "
                    + $"neither {TokenizerJson.FileName} nor {VocabularyAndMerges.VocabularyFile} with {VocabularyAndMerges.MergesFile} is there.");
        var definition = files.Has(TokenizerJson.FileName) ? TokenizerJson.Read(files) : VocabularyAndMerges.Read(files);
        return new CodeTokenizer(definition, files.Read);
    }

    /// <summary>Whether a directory holds the files that <see cref="Load"/> needs. They are not opened.</summary>
    /// <param name="directory">The directory.</param>
    /// <returns>True if it does.</returns>
    public static bool ExistsIn(string directory)
    {
        var files = new TokenizerFiles(directory);
        return files.Has(TokenizerJson.FileName) || (files.Has(VocabularyAndMerges.VocabularyFile) && files.Has(VocabularyAndMerges.MergesFile));
    }

    /// <summary>The highest id plus one. A model's output may have more rows (DiffuCoder: 152 064), which no text encodes to.</summary>
    public int VocabularySize { get; }

    /// <summary>The ids of all added tokens by their content, those without the flag <c>special</c> included.</summary>
    public IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <summary>
    /// The template of its chats: the one of its files (chat_template.jinja, or "chat_template" of tokenizer_config.json, there the one named
    /// "default" where they are several); <see cref="ChatTemplate.Qwen"/> where they have none and the tokenizer has <c>&lt;|im_start|&gt;</c> and
    /// <c>&lt;|im_end|&gt;</c>, as the released Dream and DiffuCoder models; null for a base model's tokenizer, which takes plain text.
    /// </summary>
    public ChatTemplate? ChatTemplate { get; }

    /// <summary>The templates of its files by name.</summary>
    public IReadOnlyDictionary<string, ChatTemplate> ChatTemplates { get; }

    /// <summary>
    /// The ids that tokenizer.json puts before every text, such as Llama 3's begin of text; most have none. <see cref="Encode(string, bool)"/> does
    /// not add them: <see cref="ChatEncoding.EncodePrompt"/> does, and chat templates write them.
    /// </summary>
    public IReadOnlyList<int> Prefix { get; }

    /// <summary>What the files beside the vocabulary say.</summary>
    internal TokenizerConfig Config { get; }

    /// <summary>The tokens by which its texts and messages end.</summary>
    internal IReadOnlySet<int> Ends => field ??= EndTokens.Of(this);

    /// <summary>The files this tokenizer was loaded from, by name: written beside a checkpoint, they load as the same tokenizer.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>The id of a token.</summary>
    /// <param name="token">An added token's content, or a token in the vocabulary's own form ("Ġreturn" for " return").</param>
    /// <returns>The id; null when there is no such token.</returns>
    public int? IdOf(string token) => idOf.TryGetValue(token, out var id) ? id : null;

    /// <summary>The token of an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>An added token's content, or the token in the vocabulary's own form; null when there is no such id.</returns>
    public string? TokenOf(int id) => (uint)id < (uint)tokenOf.Length ? tokenOf[id] : null;

    /// <summary>Encodes a text. Unpaired surrogates are read as U+FFFD.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="parseSpecialTokens">
    /// Whether added tokens in the text ("&lt;|im_end|&gt;") become their ids. False keeps them as the plain characters they are: use it for text
    /// from outside, which could otherwise end a message or mask itself.
    /// </param>
    /// <returns>The ids.</returns>
    /// <exception cref="TokenizerException">The text needs normalising and the process has no Unicode data (invariant globalization).</exception>
    public IReadOnlyList<int> Encode(string text, bool parseSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 3 + 1);
        text = UnicodeText.ReplaceUnpairedSurrogates(text);
        if (!parseSpecialTokens)
        {
            AddPlain(Normalize(text), ids);
            return ids;
        }
        foreach (var (token, range) in rawTokens.Split(text))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                continue;
            }
            var between = Normalize(text[range]);
            foreach (var (normalized, part) in normalizedTokens.Split(between))
            {
                if (normalized is not null) ids.Add(normalized.Id);
                else AddPlain(between.AsSpan(part), ids);
            }
        }
        return ids;
    }

    /// <summary>The pieces that a text is cut into before it is encoded: no token but an added one goes over the border between two.</summary>
    /// <param name="text">Any text. It is composed first where the tokenizer does so.</param>
    /// <returns>The pieces; joined they are the text.</returns>
    /// <exception cref="TokenizerException">The text needs normalising and the process has no Unicode data (invariant globalization).</exception>
    public IReadOnlyList<string> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var whole = Normalize(UnicodeText.ReplaceUnpairedSurrogates(text));
        return [.. PatternScanner.Split(whole, pattern).Select(piece => whole.Substring(piece.Offset, piece.Length))];
    }

    /// <summary>Encodes a rendered chat: added tokens are those of which the template wrote every character.</summary>
    internal IReadOnlyList<int> Encode(MarkedText text)
    {
        var ids = new List<int>(text.Length / 3 + 1);
        foreach (var (token, part) in markedTokens.Split(text))
        {
            if (token is not null) ids.Add(token.Id);
            else AddPlain(part, ids);
        }
        return ids;
    }

    /// <summary>Where the first special token of a text ends; null where there is none.</summary>
    internal int? FirstControlToken(string text)
    {
        foreach (var (token, range) in rawTokens.Split(text))
            if (token is { IsSpecial: true } || (token is not null && token.Content == Config.EndOfText))
                return range.End.Value;
        return null;
    }

    /// <summary>
    /// Decodes ids; bytes that are not UTF-8 give U+FFFD, one for each maximal invalid part. An id that the vocabulary does not have is no text: a
    /// model's output may have more rows than its tokenizer has tokens, and may choose one of them.
    /// </summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Leaves out the added tokens with the flag <c>special</c>.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TokenizerException">An id is below 0.</exception>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var bytes = new MemoryStream();
        foreach (var id in ids) bytes.Write(BytesOf(id, skipSpecialTokens));
        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>A decoder for ids that arrive one by one.</summary>
    /// <param name="skipSpecialTokens">Leaves out the added tokens with the flag <c>special</c>.</param>
    /// <returns>The decoder, at the start of a text.</returns>
    public IncrementalDecoder CreateDecoder(bool skipSpecialTokens = false) => new(this, skipSpecialTokens);

    /// <summary>The UTF-8 bytes of a token; none if it is special and those are skipped, or the vocabulary does not have it.</summary>
    internal ReadOnlySpan<byte> BytesOf(int id, bool skipSpecialTokens)
    {
        if (id < 0) throw new TokenizerException($"{id} is no token id; ids go from 0 to {VocabularySize - 1}. Is it a mask that was not filled in?");
        return id >= bytesOf.Length || (skipSpecialTokens && isSpecial[id]) ? [] : bytesOf[id];
    }

    string Normalize(string text) => isComposed ? UnicodeText.Compose(text) : text;

    void AddPlain(ReadOnlySpan<char> text, List<int> ids)
    {
        if (wholePieces is not null) wholePieces.Add(text, ids);
        else if (!text.IsEmpty) ids.AddRange(bpe.EncodeToIds(text));
    }
}
