namespace DiffuCoder.Constraints;

/// <summary>
/// The languages of a text and of a hole in it, read side by side: pairs of a state of each. The hole begins in its first state, in whatever state
/// the text is by then; one that a stop token ended before the hole stays <see cref="Ended"/>, and the hole is held to its language all the same.
/// </summary>
internal sealed class PairAutomaton
{
    private readonly Dictionary<(int Text, int Hole), int> numbers = [];
    private readonly List<(int Text, int Hole)> pairs = [];
    private readonly bool[] mayLeave;

    /// <summary>The pairs that can be reached.</summary>
    /// <param name="text">The language of the text.</param>
    /// <param name="hole">The language of the hole.</param>
    /// <exception cref="ConstraintException">There are too many pairs.</exception>
    public PairAutomaton(ByteAutomaton text, ByteAutomaton hole)
    {
        Ended = text.States;
        for (var state = 0; state <= Ended && hole.States > 0; state++) Number((state, 0));
        var table = new List<int>();
        for (var i = 0; i < pairs.Count; i++)
            for (var value = 0; value < 256; value++)
            {
                var its = hole.Next[(pairs[i].Hole << 8) + value];
                var own = pairs[i].Text == Ended ? Ended : text.Next[(pairs[i].Text << 8) + value];
                table.Add(own == ByteAutomaton.Dead || its == ByteAutomaton.Dead ? ByteAutomaton.Dead : Number((own, its)));
            }
        mayLeave = [.. pairs.Select(pair => hole.Accepts(pair.Hole))];
        Bytes = new([.. WithoutDeadEnds(table)], mayLeave);

        int Number((int, int) pair)
        {
            if (numbers.TryGetValue(pair, out var known)) return known;
            if (pairs.Count == ByteAutomaton.MostStates)
                throw new ConstraintException(
                    $"The constraint of the whole text ({text.States} states) and that of a hole in it ({hole.States}) make more than "
                        + $"{ByteAutomaton.MostStates} pairs of states; make one of them smaller.");
            numbers.Add(pair, pairs.Count);
            pairs.Add(pair);
            return pairs.Count - 1;
        }
    }

    /// <summary>The state of a text that has ended.</summary>
    public int Ended { get; }

    /// <summary>Transitions of pairs, of which several are first ones. A pair from which the hole cannot be ended has none.</summary>
    public ByteAutomaton Bytes { get; }

    /// <summary>The pair in which a hole begins; null where no pair is one, for the hole has no text.</summary>
    /// <param name="text">The text's state.</param>
    public int? Opened(int text) => numbers.TryGetValue((text, 0), out var pair) ? pair : null;

    /// <summary>The text's state where a hole ends; null where it may not end.</summary>
    /// <param name="pair">The pair.</param>
    public int? Closed(int pair) => mayLeave[pair] ? pairs[pair].Text : null;

    private IEnumerable<int> WithoutDeadEnds(List<int> table)
    {
        var from = Enumerable.Range(0, pairs.Count)
            .SelectMany(pair => table.Slice(pair << 8, 256).Where(to => to != ByteAutomaton.Dead).Distinct(), (pair, to) => (pair, to))
            .ToLookup(move => move.to, move => move.pair);
        var (lives, open) = (mayLeave.ToArray(), new Stack<int>(Enumerable.Range(0, pairs.Count).Where(pair => mayLeave[pair])));
        while (open.TryPop(out var pair))
            foreach (var before in from[pair].Where(before => !lives[before]))
            {
                lives[before] = true;
                open.Push(before);
            }
        return table.Select(to => to != ByteAutomaton.Dead && lives[to] ? to : ByteAutomaton.Dead);
    }
}
