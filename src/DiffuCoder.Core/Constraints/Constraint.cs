using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiffuCoder.Constraints;

/// <summary>
/// A language that a text has to be in, as a value: what the sampler writes under it is in the language, in whatever order it is decoded. Immutable;
/// two are the same when they were made in the same way.
/// </summary>
public sealed class Constraint : IEquatable<Constraint>
{
    /// <summary>How deep open values of JSON are unless it is said.</summary>
    public const int DefaultDepth = 3;

    /// <summary>How many are in one another: their definition, within that of a saved trajectory, is read to a nesting of 64.</summary>
    private const int MostNesting = 20;

    private readonly Lazy<ByteAutomaton> automaton;
    private readonly string? kind;
    private readonly int nesting;

    private Constraint(JsonObject definition, Func<ByteAutomaton> build, string? kind = null, int nesting = 0)
    {
        (this.kind, this.nesting) = (kind, nesting);
        Definition = definition.ToJsonString(ConstraintJson.Plain);
        automaton = new(build);
    }

    /// <summary>How it was made, as JSON: <c>{"regex":"[0-9]+"}</c>; <see cref="Of"/> makes it again.</summary>
    public string Definition { get; }

    /// <summary>
    /// Texts that a regular expression matches from beginning to end. Characters are Unicode's. There are literals, <c>.</c> (all but the line feed),
    /// classes with ranges and <c>^</c>, <c>\d \w \s</c> and their complements (of ASCII), <c>\t \n \r \f \v \0 \xHH \uHHHH \u{H}</c>, general
    /// categories (<c>\p{L}</c>, <c>\P{Lu}</c>), groups, <c>|</c>, <c>* + ? {n} {n,} {n,m}</c>, lazy or not, and <c>^</c> and <c>$</c> at the
    /// ends of the expression or of its alternatives, where they change nothing. Look-around, back-references, word boundaries, possessive
    /// quantifiers, atomic groups, conditions, recursion and inline options are refused by name.
    /// </summary>
    /// <param name="pattern">The expression.</param>
    /// <exception cref="ConstraintException">It is none, or uses what is refused.</exception>
    public static Constraint Regex(string pattern)
    {
        var language = RegexParser.Whole(pattern);
        return new(new() { ["regex"] = pattern }, () => AutomatonBuilder.Build(language));
    }

    /// <summary>One of several texts.</summary>
    /// <param name="texts">The texts, at least one.</param>
    /// <exception cref="ConstraintException">There is none.</exception>
    public static Constraint Choice(params IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        if (all.Length == 0) throw new ConstraintException("A choice of no text leaves none; give at least one.");
        return new(
            new() { ["choice"] = new JsonArray([.. all.Select(text => (JsonNode)text)]) },
            () => AutomatonBuilder.Build(new Language.Choice([.. all.Select(Language.Text)])));
    }

    /// <summary>
    /// A value in JSON, as a JSON schema states it: <c>type</c> (also several), <c>properties</c>, <c>required</c>, <c>additionalProperties</c>,
    /// <c>items</c>, <c>minItems</c>, <c>maxItems</c>, <c>enum</c>, <c>const</c>, <c>minLength</c>, <c>maxLength</c>, <c>pattern</c>, <c>minimum</c>,
    /// <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>, <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c>, <c>$ref</c> within the schema.
    /// What only describes (<c>title</c>, <c>format</c> and the like) says nothing; any other keyword is refused by name.
    /// </summary>
    /// <remarks>
    /// Every text is accepted by the schema, with <c>pattern</c> read as <see cref="Regex"/> reads it: there <c>.</c> is all but the line feed, and
    /// <c>\d \w \s</c> and their complements are of ASCII, in which validators differ. Not everything that the schema accepts is a text of the
    /// language. Members stand in the order in which the schema names them, others behind them, and these only where <c>additionalProperties</c>
    /// asks for them or nothing is said of members at all. Characters are escaped where they must be, and a blank may stand behind a comma or a
    /// colon, and nowhere else. Numbers with bounds, and
    /// all within a schema that has <c>oneOf</c>, have no exponent: <c>-?(0|[1-9][0-9]*)(\.[0-9]+)?</c>. Whether a branch of <c>oneOf</c> accepts
    /// what another one writes is found exactly, whatever the order of members; of a name that an object has twice, every value counts.
    /// </remarks>
    /// <param name="schema">The schema, as JSON; <c>true</c> for any value, <c>{"type":"object"}</c> for any object.</param>
    /// <param name="depth">
    /// How many objects and arrays lie within one another at most where the schema leaves a value open, and how often a reference leads to itself
    /// again; from 0 to 16. The automaton grows with the power of it: 3 takes 642 states where all is open.
    /// </param>
    /// <exception cref="ConstraintException">It is no JSON, states what is not supported, or a part of it grows too large.</exception>
    public static Constraint Json(string schema, int depth = DefaultDepth)
    {
        var language = JsonSchema.Of(schema, depth);
        return new(new() { ["json"] = JsonNode.Parse(schema), ["depth"] = depth }, () => AutomatonBuilder.Build(language));
    }

    /// <summary>What is in each of several languages.</summary>
    /// <param name="parts">The languages, at least one.</param>
    /// <exception cref="ConstraintException">There is none.</exception>
    public static Constraint All(params IEnumerable<Constraint> parts)
    {
        var all = Several("all", parts);
        return Joined("all", all, () => all.Select(part => part.Automaton).Aggregate((one, other) => one.And(other)));
    }

    /// <summary>What is in one of several languages.</summary>
    /// <param name="parts">The languages, at least one.</param>
    /// <exception cref="ConstraintException">There is none.</exception>
    public static Constraint Any(params IEnumerable<Constraint> parts)
    {
        var all = Several("any", parts);
        return Joined(
            "any", all, () => AutomatonBuilder.Build(new Language.Choice([.. all.Select(part => new Language.Accepted(part.Automaton))])));
    }

    /// <summary>A text of the first language, then one of the second, and so on, one directly behind the other.</summary>
    /// <param name="parts">The languages, at least one.</param>
    /// <exception cref="ConstraintException">There is none.</exception>
    public static Constraint Sequence(params IEnumerable<Constraint> parts)
    {
        var all = Several("sequence", parts);
        return Joined(
            "sequence", all, () => AutomatonBuilder.Build(new Language.Sequence([.. all.Select(part => new Language.Accepted(part.Automaton))])));
    }

    /// <summary>Makes a constraint again.</summary>
    /// <param name="definition">Its <see cref="Definition"/>.</param>
    /// <exception cref="ConstraintException">It is no definition of one.</exception>
    public static Constraint Of(string definition)
    {
        try
        {
            return ConstraintJson.Read(JsonNode.Parse(definition));
        }
        catch (JsonException damaged)
        {
            throw new ConstraintException($"'{definition}' is no definition of a constraint: {damaged.Message}");
        }
    }

    /// <summary>Whether a text is in the language.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="ConstraintException">The automaton grows too large.</exception>
    public bool Accepts(string text) => Automaton.Accepts(text);

    /// <summary>States of its least automaton, which is built now if it was not; 0 when no text is in the language.</summary>
    /// <exception cref="ConstraintException">The automaton grows too large.</exception>
    public int States => Automaton.States;

    /// <summary>The automaton, built when it is first asked for; without states where no text is in the language.</summary>
    internal ByteAutomaton Automaton => automaton.Value;

    /// <inheritdoc/>
    public bool Equals(Constraint? other) => other is not null && Definition == other.Definition;

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as Constraint);

    /// <inheritdoc/>
    public override int GetHashCode() => Definition.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Definition;

    private static Constraint[] Several(string name, IEnumerable<Constraint> parts)
    {
        Constraint[] all = [.. parts];
        return all.Length > 0 ? all : throw new ConstraintException($"\"{name}\" of no constraint says nothing; give at least one.");
    }

    // parts of the same kind are parts of the whole: a sequence of sequences is one
    private static Constraint Joined(string kind, Constraint[] parts, Func<ByteAutomaton> build)
    {
        var nesting = 1 + parts.Max(part => part.kind == kind ? part.nesting - 1 : part.nesting);
        return nesting <= MostNesting
            ? new(new() { [kind] = new JsonArray([.. parts.SelectMany(part => part.Definitions(kind))]) }, build, kind, nesting)
            : throw new ConstraintException($"Constraints stand in one another {nesting} deep; at most {MostNesting} are kept in a file.");
    }

    private IEnumerable<JsonNode> Definitions(string joined)
    {
        var own = JsonNode.Parse(Definition)!;
        return kind == joined ? own[joined]!.AsArray().Select(part => part!.DeepClone()) : [own];
    }
}
