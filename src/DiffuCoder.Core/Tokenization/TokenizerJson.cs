namespace DiffuCoder.Tokenization;

/// <summary>Reads Hugging Face's tokenizer.json, as far as it describes a byte-level BPE; any other part is refused by name.</summary>
internal static class TokenizerJson
{
    public const string FileName = "tokenizer.json";

    public static TokenizerDefinition Read(TokenizerFiles files) => JsonPlace.Read(files.Bytes(FileName), files.PathOf(FileName), root =>
    {
        var model = root.Need("model");
        CheckModel(model);
        CheckDecoder(root.Need("decoder"));
        var merges = model.Need("merges");
        var definition = new TokenizerDefinition
        {
            Vocabulary = Vocabulary(model.Need("vocab")),
            Merges = [.. merges.Items().Select(Merge)],
            AddedTokens = AddedTokens(root, files),
            Pattern = PreTokenizerJson.Read(root.Need("pre_tokenizer")),
            IsComposed = root.Find("normalizer") is { } normalizer && IsComposition(normalizer),
            IgnoresMerges = model.Flag("ignore_merges", absent: false),
            Prefix = root.Find("post_processor") is { } post ? PostProcessorJson.Prefix(post) : [],
            Config = TokenizerConfig.Read(files),
        };
        return definition.Checked(root.File, index => $"{merges.Where}[{index}]");
    });

    /// <summary>An object from token to id.</summary>
    public static Dictionary<string, int> Vocabulary(JsonPlace place)
    {
        var vocabulary = new Dictionary<string, int>();
        foreach (var (token, id) in place.Members())
            if (!vocabulary.TryAdd(token, id.Integer()))
                throw place.Failure($"the token \"{token}\" is there for the second time");
        return vocabulary;
    }

    /// <summary>"left right", or since 2024 ["left", "right"].</summary>
    static (string, string) Merge(JsonPlace place)
    {
        string[] parts = place.IsText ? place.Text().Split(' ') : [.. place.Items().Select(part => part.Text())];
        return parts is [{ Length: > 0 } left, { Length: > 0 } right] ? (left, right) : throw place.Failure("is not a pair of tokens");
    }

    static IReadOnlyList<AddedToken> AddedTokens(JsonPlace root, TokenizerFiles files)
    {
        var tokens = new AddedTokenTable();
        if (root.Find("added_tokens") is { } list)
            foreach (var place in list.Items())
                tokens.Add(AddedTokenTable.Entry(place, place.Need("id").Integer()), place.Where, isFirstFile: true);
        tokens.AddSideFiles(files);
        return tokens.All;
    }

    static void CheckModel(JsonPlace model)
    {
        if (model.Find("type") is { } type && type.Text() is not "BPE")
            throw type.Failure($"\"{type.Text()}\" models are not supported, only byte-level BPE");
        if (model.Find("dropout") is { } dropout && !(dropout.Element.TryGetDouble(out var rate) && rate == 0))
            throw dropout.Failure("dropout would make encoding random; set it to null");
        foreach (var name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
            if (model.Find(name) is { } affix && affix.Text().Length > 0)
                throw affix.Failure("is not supported by byte-level BPE; it has to be empty");
        if (model.Flag("byte_fallback", absent: false)) throw model.Failure("\"byte_fallback\": true is not supported");
    }

    static bool IsComposition(JsonPlace normalizer) => normalizer.Need("type").Text() switch
    {
        "NFC" => true,
        "Sequence" => normalizer.Need("normalizers").Items().Select(IsComposition).ToList().Count > 0,
        var other => throw normalizer.Failure($"the normalizer \"{other}\" is not supported, only NFC"),
    };

    static void CheckDecoder(JsonPlace decoder)
    {
        switch (decoder.Need("type").Text())
        {
            case "ByteLevel": break;
            case "Sequence": foreach (var part in decoder.Need("decoders").Items()) CheckDecoder(part); break;
            case var other: throw decoder.Failure($"the decoder \"{other}\" is not supported, only ByteLevel");
        }
    }
}
