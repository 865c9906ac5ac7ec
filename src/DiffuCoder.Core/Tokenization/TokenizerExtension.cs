using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffuCoder.Tokenization;

/// <summary>Special tokens added to the files of a tokenizer: in every one that lists them, and nothing else in them is changed.</summary>
/// <param name="Files">The files with the tokens in them.</param>
/// <param name="Ids">The ids of the tokens asked for, by role.</param>
/// <param name="VocabularySize">The highest id plus one.</param>
internal sealed record TokenizerExtension(
    IReadOnlyDictionary<string, byte[]> Files, IReadOnlyDictionary<string, int> Ids, int VocabularySize)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds what a tokenizer lacks.</summary>
    /// <param name="tokenizer">Whose files.</param>
    /// <param name="roles">The tokens by their role ("mask_token"); one that the tokenizer has keeps its id.</param>
    public static TokenizerExtension Of(CodeTokenizer tokenizer, IReadOnlyList<(string Role, string Content)> roles)
    {
        var added = roles.Select(role => role.Content).Distinct().Where(content => tokenizer.IdOf(content) is null)
            .Select((content, index) => new AddedToken(content, tokenizer.VocabularySize + index, IsSpecial: true)).ToList();
        var files = tokenizer.Files.ToDictionary();
        Edit(TokenizerJson.FileName, root => Append(root, added));
        Edit(AddedTokenTable.IdFile, root =>
        {
            foreach (var token in added) root[token.Content] = token.Id;
        });
        Edit(AddedTokenTable.SpecialFile, Name);
        // alone it carries the roles, and beside vocab.json the flags: it is made where there is none
        files.TryAdd(AddedTokenTable.ConfigFile, "{}"u8.ToArray());
        Edit(AddedTokenTable.ConfigFile, root =>
        {
            if (root["added_tokens_decoder"] is not JsonObject decoder) root["added_tokens_decoder"] = decoder = [];
            foreach (var token in added) decoder[$"{token.Id}"] = Entry(token);
            Name(root);
        });
        var ids = roles.ToDictionary(
            role => role.Role, role => tokenizer.IdOf(role.Content) ?? added.First(token => token.Content == role.Content).Id);
        return new(files, ids, tokenizer.VocabularySize + added.Count);

        void Edit(string file, Action<JsonObject> edit)
        {
            if (!files.TryGetValue(file, out var bytes)) return;
            var root = JsonNode.Parse(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes)!.AsObject();
            edit(root);
            files[file] = JsonSerializer.SerializeToUtf8Bytes(root, Indented);
        }

        void Name(JsonObject root)
        {
            foreach (var (role, content) in roles) root[role] = content;
        }
    }

    private static void Append(JsonObject root, IEnumerable<AddedToken> tokens)
    {
        if (root["added_tokens"] is not JsonArray list) root["added_tokens"] = list = [];
        foreach (var token in tokens)
        {
            var entry = Entry(token);
            entry.Insert(0, "id", token.Id);
            list.Add((JsonNode)entry);
        }
    }

    private static JsonObject Entry(AddedToken token) => new()
    {
        ["content"] = token.Content,
        ["single_word"] = false,
        ["lstrip"] = token.StripsLeft,
        ["rstrip"] = token.StripsRight,
        ["normalized"] = token.IsNormalized,
        ["special"] = token.IsSpecial,
    };
}
