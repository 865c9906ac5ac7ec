using DiffuCoder.Evaluation;

namespace DiffuCoder.Repairs;

/// <summary>Where the lines of an answer's code stand in its text.</summary>
internal sealed class CodePlaces
{
    private readonly string text;
    private readonly IReadOnlyList<TextSpan?> lines;

    private CodePlaces(string text, IReadOnlyList<TextSpan?> lines) => (this.text, this.lines) = (text, lines);

    /// <summary>
    /// Finds the lines of the code: all beside each other where they stand so, the last time, as they are or further in (a block within a list); else
    /// (code of several blocks) each behind the one before it.
    /// </summary>
    public static CodePlaces Of(string text, string code)
    {
        var given = Lines(text);
        string[] wanted = [.. code.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r'))];
        foreach (var places in Enumerable.Range(0, Math.Max(0, given.Count - wanted.Length + 1)).Reverse().Select(Beside).OfType<TextSpan?[]>())
            return new(text, places);
        var (found, next) = (new TextSpan?[wanted.Length], 0);
        for (var i = 0; i < wanted.Length; i++)
        {
            var at = Enumerable.Range(next, given.Count - next).FirstOrDefault(start => Text(given[start]) == wanted[i], -1);
            if (at >= 0) (found[i], next) = (given[at], at + 1);
        }
        return new(text, found);

        string Text(TextSpan span) => text.Substring(span.Start, span.Length).TrimEnd('\r');

        TextSpan?[]? Beside(int start)
        {
            var first = Text(given[start]);
            var deeper = first.Length - wanted[0].Length;
            if (deeper < 0 || first[..deeper].Trim().Length > 0) return null;
            var places = new TextSpan?[wanted.Length];
            for (var i = 0; i < wanted.Length; i++)
            {
                var (span, line) = (given[start + i], Text(given[start + i]));
                var shift = wanted[i].Length == 0 ? line.Length : deeper;
                if (shift > line.Length || line[..shift].Trim().Length > 0 || line[shift..] != wanted[i]) return null;
                places[i] = new(span.Start + shift, span.Length - shift);
            }
            return places;
        }
    }

    /// <summary>A line of the code, from 1; null where it is none, or its place is not known. One behind the last is the end of the code.</summary>
    public TextSpan? Line(int line) =>
        line >= 1 && line <= lines.Count ? lines[line - 1]
        : line > lines.Count && line <= lines.Count + 2 && lines[^1] is { } last ? new(last.End, 0)
        : null;

    /// <summary>What the parser points at; null where it points at nothing that is known.</summary>
    public TextSpan? Span(ParseError error)
    {
        if (error.Line is not { } line || Line(line) is not { } first) return null;
        if (error.Column is not { } column) return first;
        var start = Index(first, column);
        var end = error is { EndLine: { } endLine, EndColumn: { } endColumn } && Line(endLine) is { } last ? Index(last, endColumn) : start;
        return new(start, Math.Max(end - start, start < text.Length ? 1 : 0));
    }

    // Python counts code points, strings count halves of them
    private int Index(TextSpan line, int column)
    {
        var index = line.Start;
        for (var left = column - 1; left > 0 && index < line.End; left--)
            index += char.IsHighSurrogate(text[index]) && index + 1 < line.End ? 2 : 1;
        return index;
    }

    private static List<TextSpan> Lines(string text)
    {
        var found = new List<TextSpan>();
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            found.Add(new(start, end - start));
            start = end + 1;
        }
        return found;
    }
}
