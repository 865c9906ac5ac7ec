namespace DiffuCoder.Tokenization.Jinja;

internal enum TokenKind
{
    /// <summary>Text outside of tags.</summary>
    Data,
    TagBegin,
    TagEnd,
    OutputBegin,
    OutputEnd,
    Name,
    Text,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A piece of a template's source.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its text; that of a string literal is what it stands for.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int Line)
{
    public bool Is(string value) => Kind is TokenKind.Operator && Value == value;

    public bool IsName(string value) => Kind is TokenKind.Name && Value == value;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.TagEnd => "\"%}\"",
        TokenKind.OutputEnd => "\"}}\"",
        TokenKind.Data => "text",
        _ => $"\"{Value}\"",
    };
}
