namespace DiffuCoder.Tokenization;

/// <summary>
/// Gathers added tokens from the files that may hold them: tokenizer.json, then tokenizer_config.json (<c>added_tokens_decoder</c>), then
/// added_tokens.json. The first that names a token sets its flags; all must agree on its id.
/// </summary>
internal sealed class AddedTokenTable
{
    public const string ConfigFile = "tokenizer_config.json", IdFile = "added_tokens.json", SpecialFile = "special_tokens_map.json";

    readonly Dictionary<string, AddedToken> byContent = [];

    /// <summary>All tokens in id order.</summary>
    public IReadOnlyList<AddedToken> All => [.. byContent.Values.OrderBy(token => token.Id)];

    /// <summary>Reads one entry with its flags.</summary>
    public static AddedToken Entry(JsonPlace place, int id)
    {
        if (place.Flag("single_word", absent: false)) throw place.Failure("\"single_word\": true is not supported");
        var isSpecial = place.Flag("special", absent: false);
        return new(place.Need("content").Text(), id, isSpecial)
        {
            StripsLeft = place.Flag("lstrip", absent: false),
            StripsRight = place.Flag("rstrip", absent: false),
            IsNormalized = place.Flag("normalized", absent: !isSpecial),
        };
    }

    public void Add(AddedToken token, string where, bool isFirstFile = false)
    {
        if (byContent.TryAdd(token.Content, token)) return;
        if (isFirstFile) throw new TokenizerException($"{where}: the added token \"{token.Content}\" is there for the second time.");
        if (byContent[token.Content].Id is var known && known != token.Id)
            throw new TokenizerException(
                $"{where}: the added token \"{token.Content}\" has the id {token.Id}, but {known} in another file of the directory.");
    }

    /// <summary>Adds what the files beside the vocabulary say.</summary>
    public void AddSideFiles(TokenizerFiles files)
    {
        HashSet<string> special = [];
        if (files.Has(ConfigFile))
            JsonPlace.Read(files.Bytes(ConfigFile), files.PathOf(ConfigFile), root =>
            {
                special.UnionWith(SpecialContents(root));
                if (root.Find("added_tokens_decoder") is not { } decoder) return 0;
                foreach (var (key, place) in decoder.Members())
                    Add(Entry(place, int.TryParse(key, out var id) ? id : throw place.Failure($"\"{key}\" is not an id")), place.Where);
                return 0;
            });
        if (files.Has(SpecialFile))
            JsonPlace.Read(files.Bytes(SpecialFile), files.PathOf(SpecialFile), root => { special.UnionWith(SpecialContents(root)); return 0; });
        if (files.Has(IdFile))
            JsonPlace.Read(files.Bytes(IdFile), files.PathOf(IdFile), root =>
            {
                foreach (var (content, id) in root.Members()) Add(new(content, id.Integer(), special.Contains(content)), id.Where);
                return 0;
            });
    }

    /// <summary>The contents under eos_token, mask_token, ... and additional_special_tokens, each a string or an entry.</summary>
    static IEnumerable<string> SpecialContents(JsonPlace root)
    {
        foreach (var (name, place) in root.Members())
        {
            var listed = name == "additional_special_tokens"
                ? root.Find(name)?.Items()
                : name.EndsWith("_token", StringComparison.Ordinal) ? [place] : null;
            foreach (var token in listed ?? [])
            {
                if (token.IsText) yield return token.Text();
                else if (token.Element.ValueKind == System.Text.Json.JsonValueKind.Object) yield return token.Need("content").Text();
            }
        }
    }
}
