using System.Text;

namespace DiffuCoder.Constraints;

/// <summary>
/// A deterministic automaton over bytes. From every state an accepting one can be reached, and every state is reached from the first: what
/// has no way to the end is <see cref="Dead"/>.
/// </summary>
/// <param name="next">The state after (state, byte), at 256 state + byte; <see cref="Dead"/> where there is none.</param>
/// <param name="accepts">Whether a text may end in a state.</param>
internal sealed class ByteAutomaton(int[] next, bool[] accepts)
{
    /// <summary>No state: no text begins so.</summary>
    public const int Dead = -1;

    /// <summary>Most states that are made; a state takes a kilobyte, and its tokens up to a hundred.</summary>
    public const int MostStates = 20_000;

    /// <summary>Number of states; 0 when the language is empty. The first state is 0.</summary>
    public int States => accepts.Length;

    /// <summary>The table of transitions.</summary>
    public ReadOnlySpan<int> Next => next;

    /// <summary>Whether a text may end in a state.</summary>
    public bool Accepts(int state) => accepts[state];

    /// <summary>Where bytes lead.</summary>
    public int Run(int state, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (state == Dead) return Dead;
            state = next[(state << 8) + value];
        }
        return state;
    }

    /// <summary>Whether a text is in the language.</summary>
    public bool Accepts(string text) => States > 0 && Run(0, Encoding.UTF8.GetBytes(text)) is not Dead and var end && accepts[end];

    /// <summary>What both accept.</summary>
    public ByteAutomaton And(ByteAutomaton other) => With(other, isWithout: false);

    /// <summary>What this accepts and the other does not.</summary>
    public ByteAutomaton Without(ByteAutomaton other) => With(other, isWithout: true);

    // the product: pairs of states, the other's being dead where it matters no more
    private ByteAutomaton With(ByteAutomaton other, bool isWithout)
    {
        if (States == 0 || other.States == 0) return isWithout ? this : new([], []);
        var numbers = new Dictionary<(int, int), int> { [(0, 0)] = 0 };
        var pairs = new List<(int Own, int Other)> { (0, 0) };
        var table = new List<int>();
        for (var i = 0; i < pairs.Count; i++)
            for (var value = 0; value < 256; value++)
            {
                var own = next[(pairs[i].Own << 8) + value];
                var its = pairs[i].Other == Dead ? Dead : other.Next[(pairs[i].Other << 8) + value];
                if (own == Dead || (its == Dead && !isWithout)) table.Add(Dead);
                else if (numbers.TryGetValue((own, its), out var known)) table.Add(known);
                else
                {
                    table.Add(pairs.Count);
                    numbers.Add((own, its), pairs.Count);
                    pairs.Add((own, its));
                    RequireRoom(pairs.Count);
                }
            }
        return Minimization.Of(
            [.. table], [.. pairs.Select(pair => accepts[pair.Own] && (pair.Other != Dead && other.Accepts(pair.Other)) != isWithout)]);
    }

    /// <summary>Refuses an automaton that grows too large.</summary>
    /// <exception cref="ConstraintException">It does.</exception>
    public static void RequireRoom(int states)
    {
        if (states > MostStates)
            throw new ConstraintException(
                $"The constraint needs more than {MostStates} states; make its repetitions shorter, its depth smaller, or its parts fewer.");
    }
}
