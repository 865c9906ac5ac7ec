using System.Buffers;

namespace DiffuCoder.Tokenization;

/// <summary>Cuts added tokens out of a text: leftmost first, the longest of those that start there, exact and case-sensitive.</summary>
internal sealed class AddedTokenSplitter
{
    readonly AddedToken[] longestFirst;
    readonly SearchValues<string>? contents;

    public AddedTokenSplitter(IEnumerable<AddedToken> tokens)
    {
        longestFirst = [.. tokens.OrderByDescending(token => token.Content.Length)];
        contents = longestFirst.Length == 0 ? null : SearchValues.Create([.. longestFirst.Select(token => token.Content)], StringComparison.Ordinal);
    }

    /// <summary>The pieces of a text in order: an added token, or (null) the text between two of them.</summary>
    public IEnumerable<(AddedToken? Token, Range Range)> Split(string text) => Split(text, text);

    /// <summary>The same where tokens are looked for in one text and the white space that they swallow in another of the same length.</summary>
    public IEnumerable<(AddedToken? Token, Range Range)> Split(string searched, string text)
    {
        var done = 0;
        while (contents is not null && done < text.Length)
        {
            var found = searched.AsSpan(done).IndexOfAny(contents);
            if (found < 0) break;
            var start = done + found;
            var token = Array.Find(longestFirst, candidate => searched.AsSpan(start).StartsWith(candidate.Content))!;
            var end = start + token.Content.Length;
            if (token.StripsLeft) start = done + text.AsSpan(done, found).TrimEnd().Length;
            if (token.StripsRight) end = text.Length - text.AsSpan(end).TrimStart().Length;
            if (start > done) yield return (null, done..start);
            yield return (token, start..end);
            done = end;
        }
        if (done < text.Length) yield return (null, done..text.Length);
    }
}
