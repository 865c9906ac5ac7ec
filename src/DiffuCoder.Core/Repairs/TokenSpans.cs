using DiffuCoder.Tokenization;

namespace DiffuCoder.Repairs;

/// <summary>From a part of a text to the tokens that it is written with.</summary>
internal static class TokenSpans
{
    /// <summary>
    /// The tokens that have a part in a span. A character that several tokens make up belongs to all of them; behind the last character is behind the
    /// last token.
    /// </summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="tokens">The tokens of the whole text.</param>
    /// <param name="span">The part of their text, without special tokens.</param>
    /// <returns>Positions among the tokens.</returns>
    public static TokenRange Of(CodeTokenizer tokenizer, IReadOnlyList<int> tokens, TextSpan span)
    {
        var decoder = tokenizer.CreateDecoder(skipSpecialTokens: true);
        var (begin, length) = (Math.Max(0, span.Start), Math.Max(1, span.Length));
        var ends = new int[tokens.Count];
        for (var i = 0; i < ends.Length; i++) ends[i] = Before(i) + decoder.Append(tokens[i]).Length;
        // a token that completes nothing begins the next character, or goes on with it
        int[] wholes = [.. ends];
        for (var i = ends.Length - 1; i >= 0; i--)
            if (ends[i] == Before(i)) wholes[i] = i + 1 < ends.Length ? wholes[i + 1] : ends[i] + 1;
        int[] found = [.. Enumerable.Range(0, ends.Length).Where(i => Before(i) < begin + length && wholes[i] > begin)];
        return found.Length == 0 ? new(ends.Length, 0) : new(found[0], found[^1] - found[0] + 1);

        int Before(int i) => i == 0 ? 0 : ends[i - 1];
    }
}
