using System.Text;

namespace DiffuCoder.Tokenization;

/// <summary>Cuts added tokens out of marked text, but only those of which the template wrote every character.</summary>
/// <param name="raw">The tokens that are looked for in the text as it is.</param>
/// <param name="normalized">The tokens that are looked for in composed text.</param>
/// <param name="normalize">How text is composed.</param>
internal sealed class MarkedTextSplitter(AddedTokenSplitter raw, AddedTokenSplitter normalized, Func<string, string> normalize)
{
    /// <summary>The pieces in order: an added token, or (null) composed text between two.</summary>
    public IEnumerable<(AddedToken? Token, string Text)> Split(MarkedText marked)
    {
        var text = UnicodeText.ReplaceUnpairedSurrogates(marked.ToString());
        var ofTemplate = marked.OfTemplate();
        foreach (var (token, range) in raw.Split(ofTemplate, text))
        {
            if (token is not null) yield return (token, token.Content);
            else
                foreach (var piece in Between(text[range], ofTemplate[range]))
                    yield return piece;
        }
    }

    IEnumerable<(AddedToken? Token, string Text)> Between(string text, string ofTemplate)
    {
        // what a message says is composed together with what the template writes beside it
        var pending = new StringBuilder();
        for (var (start, end) = (0, 0); start < text.Length; start = end)
        {
            var isOwn = ofTemplate[start] == text[start];
            while (end < text.Length && (ofTemplate[end] == text[end]) == isOwn) end++;
            var run = isOwn ? normalize(text[start..end]) : text[start..end];
            foreach (var (token, part) in isOwn ? normalized.Split(run) : [(null, Range.All)])
            {
                if (token is null)
                {
                    pending.Append(run[part]);
                    continue;
                }
                if (pending.Length > 0) yield return (null, normalize(pending.ToString()));
                pending.Clear();
                yield return (token, token.Content);
            }
        }
        if (pending.Length > 0) yield return (null, normalize(pending.ToString()));
    }
}
