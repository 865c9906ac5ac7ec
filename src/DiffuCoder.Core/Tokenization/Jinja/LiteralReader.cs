using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>Reads names, numbers, string literals and operators within a tag.</summary>
internal sealed partial class LiteralReader(string source, Func<int, int> lineAt)
{
    static readonly string[] operators = ["//", "**", "==", "!=", ">=", "<="];

    public Token Read(ref int at)
    {
        var line = lineAt(at);
        if (Match(Float, at) is { } real && (at == 0 || source[at - 1] != '.'))
            return Take(TokenKind.Float, real.Replace("_", ""), ref at, line, real.Length);
        if (Match(Integer, at) is { } integer) return Take(TokenKind.Integer, integer.Replace("_", ""), ref at, line, integer.Length);
        if (Match(Name, at) is { } name)
        {
            if (char.IsDigit(name[0])) throw new JinjaException($"\"{name}\" is no name", line);
            return Take(TokenKind.Name, name, ref at, line, name.Length);
        }
        if (source[at] is '\'' or '"') return Literal(ref at, line);
        var here = at;
        if (Array.Find(operators, candidate => string.CompareOrdinal(source, here, candidate, 0, 2) == 0) is { } two)
            return Take(TokenKind.Operator, two, ref at, line, 2);
        if ("+-*/%~()[]{}><=.:|,;".Contains(source[at])) return Take(TokenKind.Operator, source[at].ToString(), ref at, line, 1);
        throw new JinjaException($"\"{source[at]}\" is not expected here", line);
    }

    string? Match(Regex pattern, int at) => pattern.Match(source, at) is { Success: true } found && found.Index == at ? found.Value : null;

    static Token Take(TokenKind kind, string value, ref int at, int line, int length)
    {
        at += length;
        return new(kind, value, line);
    }

    Token Literal(ref int at, int line)
    {
        var (quote, text) = (source[at], new StringBuilder());
        for (var i = at + 1; i < source.Length; i++)
        {
            if (source[i] == quote)
            {
                at = i + 1;
                return new(TokenKind.Text, text.ToString(), line);
            }
            if (source[i] != '\\') text.Append(source[i]);
            else i = Escape(i + 1, text, line);
        }
        throw new JinjaException("the string is not closed", line);
    }

    /// <summary>Python's escapes; a backslash before any other character stays.</summary>
    int Escape(int at, StringBuilder text, int line)
    {
        if (at >= source.Length) return at;
        const string Letters = "abfnrtv\\'\"", Meanings = "\a\b\f\n\r\t\v\\'\"";
        var c = source[at];
        if (Letters.IndexOf(c) is var known and >= 0)
        {
            text.Append(Meanings[known]);
            return at;
        }
        switch (c)
        {
            case '\n': return at;
            case 'x': return Code(at + 1, 2, text, line);
            case 'u': return Code(at + 1, 4, text, line);
            case 'U': return Code(at + 1, 8, text, line);
            case 'N': throw new JinjaException("the escape \"\\N\" is not known", line);
            case >= '0' and <= '7':
                var length = 1;
                while (length < 3 && at + length < source.Length && source[at + length] is >= '0' and <= '7') length++;
                text.Append((char)Convert.ToInt32(source.Substring(at, length), 8));
                return at + length - 1;
            default:
                text.Append('\\').Append(c);
                return at;
        }
    }

    int Code(int at, int digits, StringBuilder text, int line)
    {
        var isHex = int.TryParse(source.AsSpan(at, Math.Min(digits, source.Length - at)), NumberStyles.AllowHexSpecifier, null, out var code);
        if (!isHex || at + digits > source.Length || code is < 0 or > 0x10ffff)
            throw new JinjaException($"an escape needs {digits} hexadecimal digits of a character", line);
        text.Append(code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32(code));
        return at + digits - 1;
    }

    [GeneratedRegex(@"\G([0-9]+_)*[0-9]+((\.([0-9]+_)*[0-9]+)?[eE][+\-]?([0-9]+_)*[0-9]+|\.([0-9]+_)*[0-9]+)")]
    private static partial Regex Float { get; }

    [GeneratedRegex(@"\G([1-9](_?[0-9])*|0(_?0)*)(?![xobXOB])")]
    private static partial Regex Integer { get; }

    [GeneratedRegex(@"\G\w+")]
    private static partial Regex Name { get; }
}
