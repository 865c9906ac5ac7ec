namespace DiffuCoder.Tokenization.Jinja;

/// <summary>A template, read and checked.</summary>
internal sealed class JinjaTemplate
{
    readonly IReadOnlyList<Statement> body;

    JinjaTemplate(IReadOnlyList<Statement> body) => this.body = body;

    /// <summary>Reads a template.</summary>
    /// <param name="source">Its text.</param>
    /// <exception cref="JinjaException">It is damaged, or asks for what is not known here.</exception>
    public static JinjaTemplate Read(string source) => new(TemplateParser.Read(source));

    /// <summary>Renders the template.</summary>
    /// <param name="values">What its names stand for.</param>
    /// <param name="now">The time that it may ask for.</param>
    /// <exception cref="JinjaException">It uses what is undefined, or refuses.</exception>
    public MarkedText Render(IEnumerable<(string Name, object? Value)> values, Func<DateTime> now)
    {
        var output = new List<MarkedText>();
        var globals = new Scope(null, output, new Budget());
        foreach (var (name, function) in Globals.All(now)) globals.Set(name, function);
        foreach (var (name, value) in values) globals.Set(name, value);
        Statement.Run(body, globals.Within());
        return MarkedText.Join(output);
    }
}
