namespace DiffuCoder.Repairs;

/// <summary>
/// What of an answer is masked again, as a value: a pure function of what is known of it. One that chooses nothing does not apply, and another one is
/// asked.
/// </summary>
/// <param name="Name">Its name, for records.</param>
/// <param name="Choose">What is taken out and how many masks come in its place, in rising order.</param>
public sealed record RepairPolicy(string Name, Func<RepairContext, IReadOnlyList<RepairSegment>> Choose)
{
    /// <summary>
    /// The tokens that the checker points at, with some beside them. A parser stumbles behind what is wrong, mostly. Does not apply where the checker
    /// points at nothing.
    /// </summary>
    /// <param name="before">Tokens before them, 0 or more.</param>
    /// <param name="after">Tokens behind them, 0 or more; behind the text is padding.</param>
    /// <exception cref="RepairException">A number is below 0.</exception>
    public static RepairPolicy Span(int before = 2, int after = 1)
    {
        var (left, right) = (RepairCheck.AtLeast(0, before, "before"), RepairCheck.AtLeast(0, after, "after"));
        return new($"span -{left} +{right}", context => Around(context, left, right));
    }

    /// <summary>As <see cref="Span"/>, wider by so many tokens on both sides in every round, from the first.</summary>
    /// <param name="by">Tokens, at least 1.</param>
    /// <exception cref="RepairException">It is below 1.</exception>
    public static RepairPolicy Widening(int by = 2)
    {
        RepairCheck.AtLeast(1, by, "by");
        return new($"widening {by}", context => Around(context, Wide(context, by), Wide(context, by)));
    }

    /// <summary>
    /// All from where the checker points to the end of the canvas, as a model that writes from left to right would take it back. Does not apply where
    /// the checker points at nothing.
    /// </summary>
    /// <param name="before">Tokens before that, 0 or more.</param>
    /// <exception cref="RepairException">It is below 0.</exception>
    public static RepairPolicy Suffix(int before = 0)
    {
        RepairCheck.AtLeast(0, before, "before");
        return new(before == 0 ? "suffix" : $"suffix -{before}", context => context.Where is { } where
            ? context.Written(where.Start - before, context.Tokens.Count)
            : []);
    }

    /// <summary>
    /// The tokens of the text that the model was least sure of when it wrote them; of equals, which are many after filters, some at random. Does not
    /// apply where that is not recorded of every token, as of an answer without its steps, or of one that was repaired before.
    /// </summary>
    /// <param name="share">The share of the text's tokens, above 0 and at most 1; at least one token is masked.</param>
    /// <exception cref="RepairException">The share lies outside its range.</exception>
    public static RepairPolicy LeastConfident(double share)
    {
        RepairCheck.Share(share);
        return new(FormattableString.Invariant($"least confident {share:0.###}"), context =>
        {
            int[] text = [.. context.Text];
            if (text.Any(position => context.Confidences[position] is null)) return [];
            context.Draws.Shuffle(text); // the sort keeps the order of equals
            return RepairContext.Segments(
                text.OrderBy(position => context.Confidences[position]).Take((int)Math.Ceiling(share * text.Length)).Order());
        });
    }

    /// <summary>All that the model wrote: another answer, in the same canvas.</summary>
    public static RepairPolicy Everything { get; } = new("everything", context => context.Written(context.TextStart, context.Tokens.Count));

    /// <summary>
    /// With room: the longest of its segments gets up to so many masks more or fewer than it had tokens, each number as likely; more only as far as
    /// padding can give way, fewer down to one. One that goes to the end of the canvas has all the room there is.
    /// </summary>
    /// <param name="most">Masks more or fewer, at least 1.</param>
    /// <exception cref="RepairException">It is below 1.</exception>
    public RepairPolicy WithRoom(int most)
    {
        RepairCheck.AtLeast(1, most, "most");
        return new($"{Name}, room {most}", context =>
        {
            var segments = Choose(context);
            if (segments.Count == 0 || segments[^1].End == context.Tokens.Count) return segments;
            var longest = segments.MaxBy(segment => segment.Length)!;
            var drawn = context.Draws.NextInt(-most, most + 1);
            var masks = Math.Clamp(longest.Masks + drawn, 1, Math.Max(1, longest.Masks + context.Room(segments)));
            return [.. segments.Select(segment => ReferenceEquals(segment, longest) ? segment with { Masks = masks } : segment)];
        });
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int Wide(RepairContext context, int by) => by * (context.Round + 1);

    private static IReadOnlyList<RepairSegment> Around(RepairContext context, int before, int after) =>
        context.Where is { } where ? context.Written(where.Start - before, where.End + after) : [];
}
