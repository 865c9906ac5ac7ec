namespace DiffuCoder.Tokenization.Jinja;

/// <summary>Goes through a template's tokens.</summary>
internal sealed class TokenReader(IReadOnlyList<Token> tokens)
{
    /// <summary>Deeper than any template; deeper ones could exhaust the stack.</summary>
    const int Deepest = 100;

    int at, depth;

    public Token Current => tokens[at];

    public Token Next => tokens[Math.Min(at + 1, tokens.Count - 1)];

    public int Line => Current.Line;

    public Token Take()
    {
        var token = Current;
        if (at < tokens.Count - 1) at++;
        return token;
    }

    public bool Skip(string value)
    {
        var isThere = Current.Is(value);
        if (isThere) at++;
        return isThere;
    }

    public bool SkipName(string value)
    {
        var isThere = Current.IsName(value);
        if (isThere) at++;
        return isThere;
    }

    public void Need(string value)
    {
        if (!Skip(value)) throw Unexpected($"\"{value}\"");
    }

    public Token Need(TokenKind kind, string what) => Current.Kind == kind ? Take() : throw Unexpected(what);

    public JinjaException Unexpected(string expected) => new($"{expected} was expected, not {Current}", Line);

    public T Deeper<T>(Func<T> read)
    {
        if (++depth > Deepest) throw new JinjaException($"nested more than {Deepest} deep", Line);
        var result = read();
        depth--;
        return result;
    }
}
