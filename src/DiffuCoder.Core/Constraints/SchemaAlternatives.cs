using System.Collections.Immutable;
using System.Text.Json;

namespace DiffuCoder.Constraints;

/// <summary>A way to meet schemas: what several of them say of themselves holds, and others are not met.</summary>
/// <param name="Parts">What holds, by their own keywords.</param>
/// <param name="Without">What is not met.</param>
/// <param name="IsPlain">Numbers are written without an exponent, for whether another schema is met depends on their size.</param>
internal sealed record SchemaAlternative(ImmutableList<SchemaPart> Parts, ImmutableList<SchemaPart> Without, bool IsPlain)
{
    /// <summary>Nothing is said.</summary>
    public static SchemaAlternative Anything { get; } = new([], [], false);

    /// <summary>Both at once.</summary>
    public SchemaAlternative And(SchemaAlternative other) =>
        new(Parts.AddRange(other.Parts), Without.AddRange(other.Without), IsPlain || other.IsPlain);
}

/// <summary>
/// The ways to meet schemas: "allOf" is all at once, "anyOf" one way of several, and "oneOf" one of several without the others. What stands beside
/// them holds in each.
/// </summary>
/// <param name="source">Where references lead.</param>
/// <param name="depth">How often a reference may lead to itself.</param>
internal sealed class SchemaAlternatives(SchemaSource source, int depth)
{
    private const int Most = 256;

    /// <summary>
    /// Schemas that are looked at, each time a reference leads to one: those that refer to one another can make more of them than anyone can wait
    /// for.
    /// </summary>
    private const int MostLooked = 3_000;

    private readonly SchemaDisjointness disjointness = new(source);
    private int looked;

    /// <summary>The ways to meet several schemas at once.</summary>
    /// <exception cref="ConstraintException">One of them is not supported, or there are too many ways.</exception>
    public IReadOnlyList<SchemaAlternative> Of(IEnumerable<SchemaPart> all) =>
        all.Aggregate((IReadOnlyList<SchemaAlternative>)[SchemaAlternative.Anything], (ways, part) => Both(part, ways, Of(part)));

    private IReadOnlyList<SchemaAlternative> Of(SchemaPart part)
    {
        if (++looked > MostLooked)
            throw part.Problem(
                $"its references unfold into more than {MostLooked} schemas; a lower depth, or fewer that refer to one another, make less");
        SchemaKeywords.Require(part);
        if (part.Json.ValueKind != JsonValueKind.Object)
            return part.Json.ValueKind == JsonValueKind.True ? [SchemaAlternative.Anything] : [];
        if (part.Has("$ref"))
        {
            var target = source.Target(part);
            return target.References.Count(one => one == target.Place) > depth + 1 ? [] : Of(target);
        }
        IReadOnlyList<SchemaAlternative> ways = [SchemaAlternative.Anything];
        var isSaid = !SchemaKeywords.HasOwn(part);
        // in the order of the schema, which is that of members
        foreach (var word in part.Json.EnumerateObject().Select(member => member.Name))
        {
            if (word == "properties" && !isSaid) Say();
            else if (word == "allOf") ways = part.Listed(word)!.Aggregate(ways, (known, one) => Both(part, known, Of(one)));
            else if (word == "anyOf") ways = Both(part, ways, [.. part.Listed(word)!.SelectMany(Of)]);
            else if (word == "oneOf") ways = Both(part, ways, [.. Single(part.Listed(word)!)]);
        }
        if (!isSaid) Say();
        return ways;

        void Say()
        {
            ways = Both(part, ways, [SchemaAlternative.Anything with { Parts = [part] }]);
            isSaid = true;
        }
    }

    private IEnumerable<SchemaAlternative> Single(SchemaPart[] options) => options.SelectMany((one, i) =>
    {
        var others = options.Where((other, j) => j != i && !disjointness.IsSeen(one, other)).ToImmutableList();
        return Of(one).Select(way => way with { Without = way.Without.AddRange(others), IsPlain = true });
    });

    private static IReadOnlyList<SchemaAlternative> Both(
        SchemaPart part, IReadOnlyList<SchemaAlternative> some, IReadOnlyList<SchemaAlternative> others) =>
        (long)some.Count * others.Count <= Most
            ? [.. some.SelectMany(_ => others, (one, other) => one.And(other))]
            : throw part.Problem($"\"allOf\", \"anyOf\" and \"oneOf\" leave more than {Most} ways to meet it");
}
