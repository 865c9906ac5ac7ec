using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiffuCoder.Tokenization;

/// <summary>Writes a vocabulary in Hugging Face's file formats.</summary>
internal static class BpeVocabularyWriter
{
    static readonly JsonWriterOptions options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyDictionary<string, byte[]> Files(BpeVocabulary vocabulary) => new Dictionary<string, byte[]>
    {
        [TokenizerJson.FileName] = Json(writer => WriteTokenizer(writer, vocabulary)),
        [VocabularyAndMerges.VocabularyFile] = Json(writer => WriteVocabulary(writer, vocabulary)),
        [VocabularyAndMerges.MergesFile] = Encoding.UTF8.GetBytes(
            "#version: 0.2\n" + string.Concat(vocabulary.Merges.Select(merge => $"{merge.Left} {merge.Right}\n"))),
        [AddedTokenTable.ConfigFile] = Json(writer => WriteConfig(writer, vocabulary)),
    };

    static byte[] Json(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    static void WriteTokenizer(Utf8JsonWriter writer, BpeVocabulary vocabulary)
    {
        writer.WriteString("version", "1.0");
        writer.WriteNull("truncation");
        writer.WriteNull("padding");
        writer.WriteStartArray("added_tokens");
        foreach (var token in vocabulary.AddedTokens)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", token.Id);
            WriteEntry(writer, token);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartObject("normalizer");
        writer.WriteString("type", "NFC");
        writer.WriteEndObject();
        WritePreTokenizer(writer);
        WriteByteLevel(writer, "post_processor");
        WriteByteLevel(writer, "decoder");
        WriteModel(writer, vocabulary);
    }

    static void WritePreTokenizer(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("pre_tokenizer");
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("pretokenizers");
        writer.WriteStartObject();
        writer.WriteString("type", "Split");
        writer.WriteStartObject("pattern");
        writer.WriteString("Regex", SplitPatterns.Qwen2Regex);
        writer.WriteEndObject();
        writer.WriteString("behavior", "Isolated");
        writer.WriteBoolean("invert", false);
        writer.WriteEndObject();
        WriteByteLevel(writer, null);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void WriteByteLevel(Utf8JsonWriter writer, string? name)
    {
        if (name is null) writer.WriteStartObject();
        else writer.WriteStartObject(name);
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", false);
        writer.WriteBoolean("trim_offsets", false);
        writer.WriteBoolean("use_regex", false);
        writer.WriteEndObject();
    }

    static void WriteModel(Utf8JsonWriter writer, BpeVocabulary vocabulary)
    {
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        writer.WriteNull("dropout");
        writer.WriteNull("unk_token");
        writer.WriteString("continuing_subword_prefix", "");
        writer.WriteString("end_of_word_suffix", "");
        writer.WriteBoolean("fuse_unk", false);
        writer.WriteBoolean("byte_fallback", false);
        writer.WriteStartObject("vocab");
        WriteVocabulary(writer, vocabulary);
        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        foreach (var (left, right) in vocabulary.Merges) writer.WriteStringValue($"{left} {right}");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void WriteVocabulary(Utf8JsonWriter writer, BpeVocabulary vocabulary)
    {
        for (var id = 0; id < vocabulary.Tokens.Count; id++) writer.WriteNumber(vocabulary.Tokens[id], id);
    }

    static void WriteConfig(Utf8JsonWriter writer, BpeVocabulary vocabulary)
    {
        writer.WriteBoolean("add_bos_token", false);
        writer.WriteBoolean("add_prefix_space", false);
        writer.WriteStartObject("added_tokens_decoder");
        foreach (var token in vocabulary.AddedTokens)
        {
            writer.WriteStartObject(token.Id.ToString());
            WriteEntry(writer, token);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteStartArray("additional_special_tokens");
        foreach (var content in vocabulary.SpecialTokens) writer.WriteStringValue(content);
        writer.WriteEndArray();
        writer.WriteNull("bos_token");
        if (vocabulary.SpecialTokens.Contains("<|im_start|>") && vocabulary.SpecialTokens.Contains("<|im_end|>"))
            writer.WriteString("chat_template", ChatTemplate.QwenSource);
        writer.WriteBoolean("clean_up_tokenization_spaces", false);
        WriteRole(writer, "eos_token", "<|endoftext|>", vocabulary);
        writer.WriteString("errors", "replace");
        WriteRole(writer, "mask_token", "<|mask|>", vocabulary);
        WriteRole(writer, "pad_token", "<|endoftext|>", vocabulary);
        writer.WriteBoolean("split_special_tokens", false);
        writer.WriteString("tokenizer_class", "Qwen2Tokenizer");
        writer.WriteNull("unk_token");
    }

    static void WriteEntry(Utf8JsonWriter writer, AddedToken token)
    {
        writer.WriteString("content", token.Content);
        writer.WriteBoolean("single_word", false);
        writer.WriteBoolean("lstrip", token.StripsLeft);
        writer.WriteBoolean("rstrip", token.StripsRight);
        writer.WriteBoolean("normalized", token.IsNormalized);
        writer.WriteBoolean("special", token.IsSpecial);
    }

    static void WriteRole(Utf8JsonWriter writer, string role, string content, BpeVocabulary vocabulary)
    {
        if (vocabulary.SpecialTokens.Contains(content)) writer.WriteString(role, content);
    }
}
