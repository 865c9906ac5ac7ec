using System.Text;

namespace DiffuCoder.Tokenization;

/// <summary>
/// Decodes tokens as they arrive. Each piece holds only complete characters (never half of a UTF-8 sequence) and all that are complete, and the
/// pieces joined are what <see cref="CodeTokenizer.Decode"/> gives for all ids. Not for use by several threads at once.
/// </summary>
public sealed class IncrementalDecoder
{
    readonly CodeTokenizer tokenizer;
    readonly bool skipSpecialTokens;
    readonly Decoder utf8 = Encoding.UTF8.GetDecoder();

    internal IncrementalDecoder(CodeTokenizer tokenizer, bool skipSpecialTokens)
    {
        this.tokenizer = tokenizer;
        this.skipSpecialTokens = skipSpecialTokens;
    }

    /// <summary>Takes the next token.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The text that this token completes; empty while a character is unfinished, and of an id that the vocabulary does not have.</returns>
    /// <exception cref="TokenizerException">The id is below 0.</exception>
    public string Append(int id) => Read(tokenizer.BytesOf(id, skipSpecialTokens), flush: false);

    /// <summary>Ends the text; the decoder is then as new.</summary>
    /// <returns>U+FFFD if a character was left unfinished, else nothing.</returns>
    public string Flush() => Read([], flush: true);

    string Read(ReadOnlySpan<byte> bytes, bool flush)
    {
        // one unit for what was held back, and at most one a byte
        Span<char> characters = bytes.Length < 256 ? stackalloc char[bytes.Length + 4] : new char[bytes.Length + 4];
        return new string(characters[..utf8.GetChars(bytes, characters, flush)]);
    }
}
