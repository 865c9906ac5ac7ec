namespace DiffuCoder.Tokenization.Jinja;

/// <summary>
/// Cuts a template into text and tags, white space between them handled as in <c>transformers</c>: <c>trim_blocks</c> (the new line behind a tag
/// goes), <c>lstrip_blocks</c> (so does the indentation before one), one new line at the end of the template goes, and "-" or "+" at a tag's edge.
/// </summary>
internal sealed class Lexer
{
    /// <summary>
    /// Longer than any template's. In a chain of filters or sums each stands inside the next: a much longer one would exhaust the stack.
    /// </summary>
    const int LongestTag = 20_000;

    readonly string source;
    readonly List<Token> tokens = [];
    int at;
    bool isLineStart = true;

    Lexer(string source) => this.source = source;

    public static IReadOnlyList<Token> Read(string source)
    {
        var text = source.Replace("\r\n", "\n").Replace('\r', '\n');
        var lexer = new Lexer(text.EndsWith('\n') ? text[..^1] : text);
        lexer.ReadAll();
        return lexer.tokens;
    }

    void ReadAll()
    {
        while (at < source.Length)
        {
            var start = NextTag();
            if (start < 0)
            {
                AddData(source[at..]);
                at = source.Length;
                break;
            }
            ReadTag(start);
        }
        tokens.Add(new(TokenKind.End, "", LineAt(source.Length)));
    }

    int NextTag()
    {
        for (var i = source.IndexOf('{', at); i >= 0 && i + 1 < source.Length; i = source.IndexOf('{', i + 1))
            if (source[i + 1] is '%' or '{' or '#')
                return i;
        return -1;
    }

    void ReadTag(int start)
    {
        var sign = start + 2 < source.Length && source[start + 2] is '-' or '+' ? source[start + 2] : ' ';
        AddData(Stripped(source[at..start], sign, isOutput: source[start + 1] == '{'));
        at = start + (sign == ' ' ? 2 : 3);
        isLineStart = false;
        if (source[start + 1] == '#') SkipComment(start);
        else if (source[start + 1] == '%' && RawBegin() is { } end) ReadRaw(start, end);
        else ReadInside(source[start + 1] == '%', LineAt(start));
    }

    /// <summary>What a tag leaves of the text before it.</summary>
    string Stripped(string text, char sign, bool isOutput)
    {
        if (sign == '-') return text[..TrimmedEnd(text)];
        if (sign == '+' || isOutput) return text;
        var line = text.LastIndexOf('\n') + 1;
        return (line > 0 || isLineStart) && text.Skip(line).All(c => Characters.IsSpace(c)) ? text[..line] : text;
    }

    void SkipComment(int start)
    {
        var end = source.IndexOf("#}", at, StringComparison.Ordinal);
        if (end < 0) throw new JinjaException("the comment is not closed by \"#}\"", LineAt(start));
        SkipTagEnd(end > at ? source[end - 1] : ' ', end + 2, takesNewLine: true);
    }

    /// <summary>Where the text of a raw block begins, if this tag is "raw".</summary>
    int? RawBegin()
    {
        if (WordInTag(at, "raw") is not { } behind) return null;
        if (StartsAt(behind, "%}")) return behind + 2;
        return StartsAt(behind, "-%}") ? AfterSpace(behind + 3) : null;
    }

    void ReadRaw(int start, int begin)
    {
        isLineStart = source[begin - 1] == '\n';
        for (var open = NextOpen(begin); open >= 0; open = NextOpen(open + 2))
        {
            var sign = open + 2 < source.Length && source[open + 2] is '-' or '+' ? source[open + 2] : ' ';
            if (WordInTag(open + (sign == ' ' ? 2 : 3), "endraw") is not { } behind) continue;
            var last = behind < source.Length && source[behind] is '-' or '+' ? source[behind] : ' ';
            if (!StartsAt(last == ' ' ? behind : behind + 1, "%}")) continue;
            at = begin;
            AddData(Stripped(source[begin..open], sign, isOutput: false));
            SkipTagEnd(last, behind + (last == ' ' ? 2 : 3), takesNewLine: true);
            return;
        }
        throw new JinjaException("the raw block is not closed by \"endraw\"", LineAt(start));

        int NextOpen(int from) => source.IndexOf("{%", from, StringComparison.Ordinal);
    }

    int? WordInTag(int from, string word)
    {
        var start = AfterSpace(from);
        return StartsAt(start, word) ? AfterSpace(start + word.Length) : null;
    }

    void ReadInside(bool isTag, int line)
    {
        tokens.Add(new(isTag ? TokenKind.TagBegin : TokenKind.OutputBegin, isTag ? "{%" : "{{", line));
        var (reader, close) = (new LiteralReader(source, LineAt), isTag ? "%}" : "}}");
        var (open, begin) = (new Stack<char>(), tokens.Count);
        while (true)
        {
            at = AfterSpace(at);
            if (at >= source.Length) throw new JinjaException($"the tag is not closed by \"{close}\"", line);
            var sign = source[at] == '-' || (source[at] == '+' && isTag) ? source[at] : ' ';
            if (open.Count == 0 && StartsAt(sign == ' ' ? at : at + 1, close))
            {
                tokens.Add(new(isTag ? TokenKind.TagEnd : TokenKind.OutputEnd, close, LineAt(at)));
                SkipTagEnd(sign, at + (sign == ' ' ? 2 : 3), takesNewLine: isTag);
                return;
            }
            var token = reader.Read(ref at);
            if (tokens.Count - begin > LongestTag) throw new JinjaException($"a tag of more than {LongestTag} names and signs", line);
            Balance(open, token);
            tokens.Add(token);
        }
    }

    static void Balance(Stack<char> open, Token token)
    {
        if (token.Kind != TokenKind.Operator || token.Value.Length != 1) return;
        if (token.Value[0] is '(' or '[' or '{') open.Push(token.Value[0] switch { '(' => ')', '[' => ']', _ => '}' });
        else if (token.Value[0] is ')' or ']' or '}' && !(open.TryPop(out var expected) && expected == token.Value[0]))
            throw new JinjaException($"\"{token.Value}\" closes nothing", token.Line);
    }

    void SkipTagEnd(char sign, int end, bool takesNewLine)
    {
        var behind = sign == '-' ? AfterSpace(end) : sign != '+' && takesNewLine && StartsAt(end, "\n") ? end + 1 : end;
        isLineStart = source[behind - 1] == '\n';
        at = behind;
    }

    void AddData(string text)
    {
        if (text.Length > 0) tokens.Add(new(TokenKind.Data, text, LineAt(at)));
    }

    bool StartsAt(int index, string text) => string.CompareOrdinal(source, index, text, 0, text.Length) == 0;

    int AfterSpace(int index)
    {
        while (index < source.Length && Characters.IsSpace(source[index])) index++;
        return index;
    }

    static int TrimmedEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && Characters.IsSpace(text[end - 1])) end--;
        return end;
    }

    int LineAt(int index) => source.AsSpan(0, index).Count('\n') + 1;
}
