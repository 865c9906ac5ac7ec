namespace DiffuCoder.Tokenization.Jinja;

/// <summary>What a template says is wrong, not known here, or refused by the template itself.</summary>
/// <param name="what">What is wrong, without a full stop.</param>
/// <param name="line">The line of the template, from 1; 0 where it is not known yet.</param>
internal sealed class JinjaException(string what, int line = 0) : Exception(what)
{
    public int Line { get; } = line;

    /// <summary>The same at a line, unless it has one.</summary>
    public JinjaException At(int line) => Line > 0 ? this : new(Message, line);
}
