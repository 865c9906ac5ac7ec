namespace DiffuCoder.Tokenization;

/// <summary>Reads the post-processor of tokenizer.json: which ids it puts before a text. One that puts some behind it is refused.</summary>
internal static class PostProcessorJson
{
    public static IReadOnlyList<int> Prefix(JsonPlace post)
    {
        switch (post.Need("type").Text())
        {
            case "ByteLevel": return []; // only moves offsets, never tokens
            case "Sequence": return [.. post.Need("processors").Items().Select(Prefix).Reverse().SelectMany(ids => ids)];
            case "TemplateProcessing": return FromTemplate(post);
            case var other: throw post.Failure($"the post-processor \"{other}\" is not supported");
        }
    }

    /// <summary>The tokens around the text in <c>single</c>, each with its ids in <c>special_tokens</c>.</summary>
    static IReadOnlyList<int> FromTemplate(JsonPlace post)
    {
        List<JsonPlace> parts = [.. post.Need("single").Items()];
        var text = parts.FindIndex(part => part.Find("Sequence") is not null);
        if (text < 0 || text != parts.Count - 1)
            throw post.Failure("the post-processor \"TemplateProcessing\" adds tokens behind a text, which is not supported");
        return [.. parts.Take(text).SelectMany(part => Ids(part.Need("SpecialToken").Need("id"), post.Need("special_tokens")))];
    }

    static IEnumerable<int> Ids(JsonPlace name, JsonPlace tokens) =>
        tokens.Need(name.Text()).Need("ids").Items().Select(id => id.Integer());
}
