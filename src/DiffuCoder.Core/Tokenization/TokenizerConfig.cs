using System.Text;
using System.Text.Unicode;

namespace DiffuCoder.Tokenization;

/// <summary>What the files beside a vocabulary say about the use of a tokenizer: the roles of its special tokens and its chat templates.</summary>
internal sealed record TokenizerConfig
{
    public const string TemplateFile = "chat_template.jinja", DefaultTemplate = "default";

    static readonly string[] roles = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    public static TokenizerConfig None { get; } = new();

    /// <summary>The special tokens by role ("bos_token", "eos_token", ...), as text; only those that are stated.</summary>
    public IReadOnlyDictionary<string, string> Roles { get; init; } = new Dictionary<string, string>();

    /// <summary>The list <c>additional_special_tokens</c>; null where there is none.</summary>
    public IReadOnlyList<string>? FurtherTokens { get; init; }

    /// <summary>The chat templates by name; one without a name is "default".</summary>
    public IReadOnlyDictionary<string, TemplateSource> Templates { get; init; } = new Dictionary<string, TemplateSource>();

    /// <summary>The token that begins a text, if one is stated.</summary>
    public string? BeginOfText => Roles.GetValueOrDefault("bos_token");

    /// <summary>The token that ends a text, if one is stated.</summary>
    public string? EndOfText => Roles.GetValueOrDefault("eos_token");

    /// <summary>
    /// Reads tokenizer_config.json; special_tokens_map.json for the roles that are missing there; chat_template.jinja, which wins over other
    /// templates.
    /// </summary>
    public static TokenizerConfig Read(TokenizerFiles files)
    {
        var config = files.Has(AddedTokenTable.ConfigFile) ? Parsed(AddedTokenTable.ConfigFile) : None;
        if (files.Has(AddedTokenTable.SpecialFile))
        {
            var map = Parsed(AddedTokenTable.SpecialFile);
            config = config with
            {
                Roles = map.Roles.Concat(config.Roles).GroupBy(role => role.Key).ToDictionary(role => role.Key, role => role.Last().Value),
                FurtherTokens = config.FurtherTokens ?? map.FurtherTokens,
            };
        }
        if (!files.Has(TemplateFile)) return config;
        var (text, path) = (files.Bytes(TemplateFile), files.PathOf(TemplateFile));
        if (!Utf8.IsValid(text)) throw new TokenizerException($"{path} is not UTF-8. Fetch the file again.");
        var source = new TemplateSource(Encoding.UTF8.GetString(text).TrimStart('\ufeff'), path);
        return config with { Templates = new Dictionary<string, TemplateSource> { [DefaultTemplate] = source } };

        TokenizerConfig Parsed(string name) => Parse(files.Bytes(name), files.PathOf(name));
    }

    /// <summary>Reads tokenizer_config.json or special_tokens_map.json.</summary>
    public static TokenizerConfig Parse(byte[] json, string path) => JsonPlace.Read(json, path, root => new TokenizerConfig
    {
        Roles = roles.Where(role => root.Find(role) is not null).ToDictionary(role => role, role => Content(root.Need(role))),
        FurtherTokens = root.Find("additional_special_tokens") is { } further ? [.. further.Items().Select(Content)] : null,
        Templates = root.Find("chat_template") is { } template ? NamedTemplates(template) : new Dictionary<string, TemplateSource>(),
    });

    /// <summary>A token: a string, or an object with its flags.</summary>
    static string Content(JsonPlace place) => place.IsText ? place.Text() : place.Need("content").Text();

    /// <summary>One template, or a list of objects with name and template.</summary>
    static Dictionary<string, TemplateSource> NamedTemplates(JsonPlace place)
    {
        if (place.IsText) return new() { [DefaultTemplate] = new(place.Text(), place.Where) };
        var templates = new Dictionary<string, TemplateSource>();
        foreach (var entry in place.Items())
            if (!templates.TryAdd(entry.Need("name").Text(), new(entry.Need("template").Text(), entry.Need("template").Where)))
                throw entry.Failure($"the template \"{entry.Need("name").Text()}\" is there for the second time");
        return templates;
    }
}

/// <summary>A chat template as it is stored.</summary>
/// <param name="Text">The template.</param>
/// <param name="Where">Its file, and its place there.</param>
internal sealed record TemplateSource(string Text, string Where);
