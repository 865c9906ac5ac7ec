namespace DiffuCoder.Tokenization;

/// <summary>Recognises the pre-tokenizer of tokenizer.json; an unknown one is refused, since another would give other tokens.</summary>
internal static class PreTokenizerJson
{
    public static SplitPattern Read(JsonPlace place)
    {
        switch (place.Need("type").Text())
        {
            case "ByteLevel" when ByteLevelSplits(place):
                return SplitPattern.Gpt2;
            case "Sequence" when place.Need("pretokenizers").Items().ToList() is [var split, var byteLevel] && TypeOf(split) == "Split"
                && TypeOf(byteLevel) == "ByteLevel":
                if (ByteLevelSplits(byteLevel)) throw byteLevel.Failure("\"use_regex\": true would split a second time, which is not supported");
                return SplitBy(split);
            default:
                throw place.Failure("this pre-tokenizer is not supported; known are ByteLevel alone and a Sequence of Split and ByteLevel");
        }
    }

    static string TypeOf(JsonPlace place) => place.Need("type").Text();

    static SplitPattern SplitBy(JsonPlace split)
    {
        var behaviour = split.Need("behavior").Text();
        if (behaviour != "Isolated" || split.Flag("invert", absent: false))
            throw split.Failure(
                $"the behavior \"{behaviour}\"{(split.Flag("invert", absent: false) ? ", inverted," : "")} is not supported, only Isolated, "
                    + "not inverted");
        var pattern = split.Need("pattern");
        var regex = pattern.Need("Regex");
        return SplitPatterns.Find(regex.Text())
            ?? throw regex.Failure($"the pattern {regex.Text()} is not known; known are those of Qwen2, cl100k and GPT-2");
    }

    /// <summary>Whether a ByteLevel pre-tokenizer splits by GPT-2's pattern besides mapping bytes.</summary>
    static bool ByteLevelSplits(JsonPlace byteLevel)
    {
        if (byteLevel.Flag("add_prefix_space", absent: true)) throw byteLevel.Failure("\"add_prefix_space\": true is not supported");
        return byteLevel.Flag("use_regex", absent: true);
    }
}
