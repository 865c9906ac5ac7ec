using System.Text.RegularExpressions;

namespace DiffuCoder.Evaluation;

/// <summary>The fenced blocks of an answer, as Markdown has them and models write them.</summary>
internal static partial class CodeFences
{
    /// <summary>
    /// The blocks in their order. The first fence may close one that the prompt has opened: it does where it has no label and code stands above it.
    /// A fence that is never closed goes to the end, or to the next one with a label.
    /// </summary>
    /// <param name="text">The answer, its lines ended by line feeds alone.</param>
    public static List<CodeBlock> Read(string text)
    {
        var lines = text.Split('\n');
        var blocks = new List<CodeBlock>();
        var first = Array.FindIndex(lines, line => Fence.Of(line) is not null);
        if (first < 0) return blocks;
        var at = first;
        var above = lines[..first];
        if (Fence.Of(lines[first])!.Label.Length == 0 && Closes(above, lines))
        {
            blocks.Add(new(Joined(above, 0), BlockLanguage.Python, closed: true));
            at++;
        }
        else if (above.Any(line => line.Trim().Length > 0))
        {
            blocks.Add(new(Joined(above, 0), BlockLanguage.Loose, closed: true));
        }
        while (at < lines.Length)
        {
            if (Fence.Of(lines[at]) is { } fence) at = ReadBlock(lines, at + 1, fence, blocks);
            else at++;
        }
        return blocks;
    }

    /// <summary>Whether a line opens or closes a block.</summary>
    public static bool IsFence(string line) => Fence.Of(line) is not null;

    /// <summary>A text without the lines that are fences.</summary>
    public static string WithoutFences(string text) => string.Join('\n', text.Split('\n').Where(line => !IsFence(line)));

    private static int ReadBlock(string[] lines, int start, Fence fence, List<CodeBlock> blocks)
    {
        var end = Array.FindIndex(lines, start, line => Fence.Of(line) is { } other && (fence.IsClosedBy(other) || fence.IsLeftFor(other)));
        var closed = end >= 0 && fence.IsClosedBy(Fence.Of(lines[end])!);
        var inside = lines[start..(end < 0 ? lines.Length : end)];
        var text = end < 0 ? string.Join('\n', inside.Select(line => Dedented(line, fence.Indent))) : Joined(inside, fence.Indent);
        if (fence.Label is "markdown" or "md") blocks.AddRange(Read(text).Where(block => block.Language != BlockLanguage.Loose));
        else if (text.Trim().Length > 0) blocks.Add(new(text, fence.Language, closed));
        return end < 0 ? lines.Length : closed ? end + 1 : end;
    }

    private static string Joined(string[] lines, int indent) => string.Concat(lines.Select(line => Dedented(line, indent) + "\n"));

    private static string Dedented(string line, int indent)
    {
        var removed = 0;
        while (removed < line.Length && removed < indent && line[removed] == ' ') removed++;
        return line[removed..];
    }

    /// <summary>Whether a first fence without a label ends code that began with the answer.</summary>
    private static bool Closes(string[] above, string[] lines)
    {
        if (above.Any(line => Definition().IsMatch(line))) return true;
        // fences come in pairs, but for the one that the prompt opened
        var labels = lines.Select(Fence.Of).OfType<Fence>().Select(fence => fence.Label.Length > 0).ToList();
        var unpaired = (labels.Count(labelled => !labelled) - labels.Count(labelled => labelled)) % 2 != 0;
        return unpaired && above.Any(line => Statement().IsMatch(line));
    }

    [GeneratedRegex(
        @"^\s*(?:(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[(:]" +
        @"|import\s+[\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+)*\s*$|from\s+[\w.]+\s+import\s+[\w*(]|>>> )")]
    private static partial Regex Definition();

    [GeneratedRegex(
        @"^\s*(?:return\b|@\w|(?:for|while|if|elif|else|with|try|except)\b.*:\s*$|print\(" +
        @"|[\w.]+(?:\[[^\]]*\])?(?:\s*,\s*\w+)*\s*(?:[-+*/%&|^]|//|\*\*)?=[^=])")]
    private static partial Regex Statement();

    /// <summary>A line that opens or closes a block.</summary>
    private sealed partial record Fence(int Indent, char Sign, int Length, string Label)
    {
        public BlockLanguage Language =>
            Label.Length == 0 ? BlockLanguage.Unlabelled : Python().IsMatch(Label) ? BlockLanguage.Python : BlockLanguage.Other;

        public static Fence? Of(string line)
        {
            var match = Line().Match(line);
            if (!match.Success) return null;
            var indent = match.Groups[1].Value.Sum(sign => sign == '\t' ? 4 : 1);
            return new(indent, match.Groups[2].Value[0], match.Groups[2].Length, Word().Match(match.Groups[3].Value).Value.ToLowerInvariant());
        }

        /// <summary>A fence far to the right belongs to the text, a docstring's say.</summary>
        public bool IsClosedBy(Fence other) => other.Sign == Sign && other.Length >= Length && other.Label.Length == 0 && other.Indent < Indent + 4;

        /// <summary>Whether another block begins before this one was closed.</summary>
        public bool IsLeftFor(Fence other) => other.Sign == Sign && other.Length == Length && other.Label.Length > 0 && other.Indent <= Indent;

        [GeneratedRegex(@"^([ \t]*(?:[-*+]|\d+[.)])?[ \t]*)(`{3,}(?=[^`]*$)|~{3,})(.*)$")]
        private static partial Regex Line();

        [GeneratedRegex(@"[\w+#.-]*[\w+#]")]
        private static partial Regex Word();

        [GeneratedRegex(@"^\.?(?:i?py(?:thon)?[\d.]*|pycon|python-repl|ipython\d?|cpython|pypy\d?|sage)$|^\.?py(?:thon)?[\d.]*\.")]
        private static partial Regex Python();
    }
}
