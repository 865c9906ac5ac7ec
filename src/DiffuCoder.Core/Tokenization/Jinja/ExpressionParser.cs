using System.Globalization;
using System.Numerics;

namespace DiffuCoder.Tokenization.Jinja;

/// <summary>Reads expressions by Jinja's grammar. Filters, tests and methods that are not known are refused here.</summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    static readonly HashSet<string> keywords = ["and", "or", "not", "in", "is", "if", "else", "elif", "for", "recursive"];

    public Expression Read(bool withCondition = true) => tokens.Deeper(() => withCondition ? Condition() : Or());

    /// <summary>An expression, or several with commas, which are a tuple.</summary>
    public Expression ReadTuple(bool withCondition = true)
    {
        var first = Read(withCondition);
        if (!tokens.Current.Is(",")) return first;
        var items = new List<Expression> { first };
        while (tokens.Skip(",") && !IsTupleEnd()) items.Add(Read(withCondition));
        return new ListOf(items, ListKind.Tuple);
    }

    bool IsTupleEnd() =>
        tokens.Current.Kind is TokenKind.TagEnd or TokenKind.OutputEnd || tokens.Current.Is(")") || tokens.Current.IsName("recursive");

    Expression Condition()
    {
        var value = Or();
        while (tokens.SkipName("if"))
        {
            var condition = Or();
            value = new Conditional(condition, value, tokens.SkipName("else") ? Read() : null);
        }
        return value;
    }

    Expression Or()
    {
        var left = And();
        while (tokens.SkipName("or")) left = new Either(false, left, And());
        return left;
    }

    Expression And()
    {
        var left = Negation();
        while (tokens.SkipName("and")) left = new Either(true, left, Negation());
        return left;
    }

    Expression Negation() => tokens.SkipName("not") ? new Not(tokens.Deeper(Negation)) : Compared();

    Expression Compared()
    {
        var first = Sum();
        var rest = new List<(string, Expression)>();
        while (Operator() is { } name) rest.Add((name, Sum()));
        return rest.Count == 0 ? first : new Comparison(first, rest);
    }

    string? Operator()
    {
        if (tokens.Current is { Kind: TokenKind.Operator, Value: "==" or "!=" or "<" or "<=" or ">" or ">=" }) return tokens.Take().Value;
        if (tokens.SkipName("in")) return "in";
        if (!tokens.Current.IsName("not") || !tokens.Next.IsName("in")) return null;
        tokens.Take();
        tokens.Take();
        return "not in";
    }

    Expression Sum() => Chain(Joined, "+", "-");

    Expression Joined()
    {
        var parts = new List<Expression> { Product() };
        while (tokens.Skip("~")) parts.Add(Product());
        return parts.Count == 1 ? parts[0] : new Concatenation(parts);
    }

    Expression Product() => Chain(Power, "*", "/", "//", "%");

    Expression Power() => Chain(() => Signed(withFilters: true), "**");

    Expression Chain(Func<Expression> operand, params ReadOnlySpan<string> names)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && names.Contains(tokens.Current.Value))
            left = new Binary(tokens.Take().Value, left, operand());
        return left;
    }

    Expression Signed(bool withFilters)
    {
        var sign = tokens.Current;
        var value = sign.Is("-") || sign.Is("+") ? new Unary(tokens.Take().Is("-"), tokens.Deeper(() => Signed(withFilters: false))) : Primary();
        value = Postfixed(value);
        return withFilters ? WithFilters(value) : value;
    }

    Expression Primary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name when keywords.Contains(token.Value): throw tokens.Unexpected("a value");
            case TokenKind.Name: return Named(tokens.Take().Value);
            case TokenKind.Text:
                var text = "";
                while (tokens.Current.Kind == TokenKind.Text) text += tokens.Take().Value;
                return new Literal(MarkedText.Of(text));
            case TokenKind.Integer: return new Literal(BigInteger.Parse(tokens.Take().Value, CultureInfo.InvariantCulture));
            case TokenKind.Float: return new Literal(double.Parse(tokens.Take().Value, CultureInfo.InvariantCulture));
        }
        if (tokens.Skip("(")) return Parenthesised();
        if (tokens.Skip("[")) return new ListOf([.. Until("]", () => Read())], ListKind.List);
        if (tokens.Skip("{")) return new DictOf([.. Until("}", Entry)]);
        throw tokens.Unexpected("a value");
    }

    static Expression Named(string name) => name switch
    {
        "true" or "True" => new Literal(true),
        "false" or "False" => new Literal(false),
        "none" or "None" => new Literal(null),
        _ => new Name(name),
    };

    Expression Parenthesised()
    {
        if (tokens.Skip(")")) return new ListOf([], ListKind.Tuple);
        var value = ReadTuple();
        tokens.Need(")");
        return value;
    }

    (Expression, Expression) Entry()
    {
        var key = Read();
        tokens.Need(":");
        return (key, Read());
    }

    List<T> Until<T>(string close, Func<T> read)
    {
        var items = new List<T>();
        while (!tokens.Skip(close))
        {
            if (items.Count > 0)
            {
                tokens.Need(",");
                if (tokens.Skip(close)) break;
            }
            items.Add(read());
        }
        return items;
    }

    Expression Postfixed(Expression value)
    {
        while (true)
        {
            if (tokens.Skip(".")) value = Member(value);
            else if (tokens.Skip("[")) value = Subscript(value);
            else if (tokens.Current.Is("(")) value = Called(value);
            else return value;
        }
    }

    Expression Member(Expression value)
    {
        var (token, line) = (tokens.Take(), tokens.Line);
        if (token.Kind == TokenKind.Integer) return new Item(value, new Literal(BigInteger.Parse(token.Value, CultureInfo.InvariantCulture)));
        if (token.Kind != TokenKind.Name) throw new JinjaException($"a name was expected behind \".\", not {token}", token.Line);
        if (token.Value.StartsWith("__", StringComparison.Ordinal))
            throw new JinjaException($"the attribute \"{token.Value}\" is not for templates", line);
        if (!tokens.Current.Is("(")) return new Attribute(value, token.Value);
        Methods.Check(token.Value, token.Line);
        return new MethodCall(value, token.Value, CallArguments());
    }

    Expression Subscript(Expression value)
    {
        var start = tokens.Current.Is(":") ? null : Read();
        if (tokens.Skip("]")) return new Item(value, start!);
        if (tokens.Current.Is(",")) throw new JinjaException("several subscripts are not supported", tokens.Line);
        tokens.Need(":");
        var stop = tokens.Current.Is(":") || tokens.Current.Is("]") ? null : Read();
        var step = tokens.Skip(":") && !tokens.Current.Is("]") ? Read() : null;
        tokens.Need("]");
        return new Part(value, start, stop, step);
    }

    Expression Called(Expression function) => new Call(function, function is Name name ? $"\"{name.Text}\"" : "the function", CallArguments());

    CallArguments CallArguments()
    {
        tokens.Need("(");
        var (positional, named) = (new List<Expression>(), new List<(string Name, Expression)>());
        foreach (var (name, value) in Until(")", Argument))
        {
            if (name is null && named.Count > 0) throw new JinjaException("an argument by place stands behind one by name", tokens.Line);
            if (name is null) positional.Add(value);
            else if (named.Exists(other => other.Name == name)) throw new JinjaException($"the argument \"{name}\" is given twice", tokens.Line);
            else named.Add((name, value));
        }
        return new(positional, named);
    }

    (string? Name, Expression Value) Argument()
    {
        if (tokens.Current.Is("*") || tokens.Current.Is("**"))
            throw new JinjaException($"arguments behind \"{tokens.Current.Value}\" are not supported", tokens.Line);
        if (tokens.Current.Kind != TokenKind.Name || !tokens.Next.Is("=")) return (null, Read());
        var name = tokens.Take().Value;
        tokens.Take();
        return (name, Read());
    }

    Expression WithFilters(Expression value)
    {
        while (true)
        {
            if (tokens.Skip("|")) value = Filter(value);
            else if (tokens.SkipName("is")) value = Test(value);
            else if (tokens.Current.Is("(")) value = Called(value);
            else return value;
        }
    }

    /// <summary>The filter behind a "|".</summary>
    public Expression Filter(Expression value)
    {
        var (line, name) = (tokens.Line, FullName("a filter's name"));
        if (Filters.Find(name) is null) throw new JinjaException($"the filter \"{name}\" is not known", line);
        return new Filtered(value, name, tokens.Current.Is("(") ? CallArguments() : Jinja.CallArguments.None);
    }

    Expression Test(Expression value)
    {
        var isNot = tokens.SkipName("not");
        var (line, name) = (tokens.Line, FullName("a test's name"));
        if (Tests.Find(name) is null) throw new JinjaException($"the test \"{name}\" is not known", line);
        var test = new Tested(value, name, TestArguments());
        return isNot ? new Not(test) : test;
    }

    /// <summary>A test's argument needs no parentheses.</summary>
    CallArguments TestArguments()
    {
        var token = tokens.Current;
        if (token.Is("(")) return CallArguments();
        var isOperand = token.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Float || token.Is("[") || token.Is("{")
            || (token.Kind == TokenKind.Name && token.Value is not ("else" or "or" or "and"));
        if (!isOperand) return Jinja.CallArguments.None;
        if (token.IsName("is")) throw new JinjaException("tests in a row need parentheses", token.Line);
        return new([Postfixed(Primary())], []);
    }

    string FullName(string what)
    {
        var name = tokens.Need(TokenKind.Name, what).Value;
        while (tokens.Skip(".")) name += "." + tokens.Need(TokenKind.Name, what).Value;
        return name;
    }
}
