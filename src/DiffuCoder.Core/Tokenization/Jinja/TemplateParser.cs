namespace DiffuCoder.Tokenization.Jinja;

/// <summary>Reads a template's statements. Tags that are not known are refused here.</summary>
internal sealed class TemplateParser
{
    static readonly HashSet<string> inner = ["endfor", "endif", "else", "elif", "endset", "endmacro", "endwith", "endgeneration"];

    readonly TokenReader tokens;
    readonly ExpressionParser expressions;
    int loops;

    TemplateParser(TokenReader tokens)
    {
        this.tokens = tokens;
        expressions = new(tokens);
    }

    public static IReadOnlyList<Statement> Read(string source)
    {
        var parser = new TemplateParser(new(Lexer.Read(source)));
        var body = parser.Body();
        return parser.tokens.Current.Kind == TokenKind.End
            ? body
            : throw new JinjaException($"the tag {parser.tokens.Next} closes nothing", parser.tokens.Line);
    }

    /// <summary>Statements up to the end or one of these tags, whose name is taken.</summary>
    List<Statement> Body(params ReadOnlySpan<string> ends)
    {
        var body = new List<Statement>();
        while (true)
        {
            var token = tokens.Current;
            switch (token.Kind)
            {
                case TokenKind.Data:
                    body.Add(new Data(token.Line, MarkedText.Of(tokens.Take().Value)));
                    break;
                case TokenKind.OutputBegin:
                    tokens.Take();
                    body.Add(new Output(token.Line, expressions.ReadTuple()));
                    tokens.Need(TokenKind.OutputEnd, "\"}}\"");
                    break;
                case TokenKind.TagBegin when tokens.Next.Kind == TokenKind.Name && inner.Contains(tokens.Next.Value):
                    if (!ends.Contains(tokens.Next.Value))
                        throw new JinjaException($"the tag {tokens.Next} closes nothing that is open here", token.Line);
                    tokens.Take();
                    return body;
                case TokenKind.TagBegin:
                    tokens.Take();
                    body.Add(tokens.Deeper(() => Tag(token.Line)));
                    break;
                default:
                    if (ends.Length > 0) throw new JinjaException($"the template ends before \"{ends[^1]}\"", token.Line);
                    return body;
            }
        }
    }

    Statement Tag(int line)
    {
        var name = tokens.Need(TokenKind.Name, "a tag's name").Value;
        return name switch
        {
            "for" => Loop(line),
            "if" => Choice(line),
            "set" => Assignment(line),
            "macro" => Definition(line),
            "with" => Enclosed(line),
            "generation" => Generation(line),
            "break" or "continue" when loops > 0 => Ended(new Jump(line, name == "break" ? Flow.Break : Flow.Continue)),
            "break" or "continue" => throw new JinjaException($"\"{name}\" stands in no loop", line),
            _ => throw new JinjaException($"the tag \"{name}\" is not known", line),
        };
    }

    For Loop(int line)
    {
        var target = Targets(withNamespace: false);
        if (!tokens.SkipName("in")) throw tokens.Unexpected("\"in\"");
        var values = expressions.ReadTuple(withCondition: false);
        var condition = tokens.SkipName("if") ? expressions.Read() : null;
        if (tokens.Current.IsName("recursive")) throw new JinjaException("\"recursive\" loops are not supported", tokens.Line);
        EndTag();
        loops++;
        var body = Body("else", "endfor");
        loops--;
        var other = tokens.Take().Value == "else" ? AfterElse("endfor") : [];
        return Ended(new For(line, target, values, condition, body, other));
    }

    List<Statement> AfterElse(string end)
    {
        EndTag();
        var body = Body(end);
        tokens.Take();
        return body;
    }

    If Choice(int line)
    {
        var condition = expressions.ReadTuple(withCondition: false);
        EndTag();
        var then = Body("elif", "else", "endif");
        var (end, at) = (tokens.Take().Value, tokens.Line);
        if (end == "elif") return new(line, condition, then, [tokens.Deeper(() => Choice(at))]);
        return Ended(new If(line, condition, then, end == "else" ? AfterElse("endif") : []));
    }

    Statement Assignment(int line)
    {
        var target = Targets(withNamespace: true);
        if (tokens.Skip("=")) return Ended(new Set(line, target, expressions.ReadTuple()));
        if (tokens.Current.Is("|")) throw new JinjaException("a filter on a block of \"set\" is not supported", tokens.Line);
        EndTag();
        return Ended(new SetBlock(line, target, Whole("endset")));
    }

    Macro Definition(int line)
    {
        var name = tokens.Need(TokenKind.Name, "a macro's name").Value;
        tokens.Need("(");
        var parameters = new List<(string, Expression?)>();
        while (!tokens.Skip(")"))
        {
            if (parameters.Count > 0) tokens.Need(",");
            var parameter = tokens.Need(TokenKind.Name, "a parameter").Value;
            var other = tokens.Skip("=") ? expressions.Read() : null;
            if (other is null && parameters is [.., (_, not null)])
                throw new JinjaException("a parameter without a default stands behind one with", tokens.Line);
            parameters.Add((parameter, other));
        }
        EndTag();
        return Ended(new Macro(line, name, parameters, Outside(() => Whole("endmacro"))));
    }

    With Enclosed(int line)
    {
        var entries = new List<(Target, Expression)>();
        while (tokens.Current.Kind != TokenKind.TagEnd)
        {
            if (entries.Count > 0) tokens.Need(",");
            var target = Targets(withNamespace: false);
            tokens.Need("=");
            entries.Add((target, expressions.Read()));
        }
        EndTag();
        return Ended(new With(line, entries, Whole("endwith")));
    }

    /// <summary>The tag by which <c>transformers</c> finds the assistant's words; it only bounds what is set within.</summary>
    With Generation(int line)
    {
        EndTag();
        return Ended(new With(line, [], Outside(() => Whole("endgeneration"))));
    }

    List<Statement> Whole(string end)
    {
        var body = Body(end);
        tokens.Take();
        return body;
    }

    /// <summary>What is read here cannot leave the loop around it.</summary>
    T Outside<T>(Func<T> read)
    {
        var around = loops;
        loops = 0;
        var result = read();
        loops = around;
        return result;
    }

    Target Targets(bool withNamespace)
    {
        var first = OneTarget(withNamespace);
        if (!tokens.Current.Is(",")) return first;
        var parts = new List<Target> { first };
        while (tokens.Skip(",") && tokens.Current.Kind == TokenKind.Name && !tokens.Current.IsName("in")) parts.Add(OneTarget(withNamespace));
        return new TupleTarget(parts);
    }

    Target OneTarget(bool withNamespace)
    {
        if (tokens.Skip("("))
        {
            var inner = Targets(withNamespace: false);
            tokens.Need(")");
            return inner;
        }
        var (line, name) = (tokens.Line, tokens.Need(TokenKind.Name, "a name to set").Value);
        if (name is "loop" or "true" or "false" or "none" or "True" or "False" or "None")
            throw new JinjaException($"\"{name}\" cannot be set", line);
        return withNamespace && tokens.Skip(".")
            ? new NamespaceTarget(name, tokens.Need(TokenKind.Name, "a name to set").Value)
            : new NameTarget(name);
    }

    T Ended<T>(T statement)
    {
        EndTag();
        return statement;
    }

    void EndTag() => tokens.Need(TokenKind.TagEnd, "\"%}\"");
}
