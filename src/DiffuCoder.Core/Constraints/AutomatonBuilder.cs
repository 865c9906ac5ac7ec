namespace DiffuCoder.Constraints;

/// <summary>
/// The automaton of a language: Thompson's construction over bytes, made deterministic by sets of states, and minimal.
/// </summary>
internal sealed class AutomatonBuilder
{
    private const int MostParts = 4_000_000;

    /// <summary>States of it in all sets together, 16 MB of them: few sets can be large.</summary>
    private const int MostMembers = 4_000_000;

    private readonly List<List<int>> silent = [];
    private readonly List<List<(byte Low, byte High, int To)>> moves = [];

    private AutomatonBuilder()
    {
    }

    /// <summary>The least automaton of a language.</summary>
    /// <exception cref="ConstraintException">It is too large.</exception>
    public static ByteAutomaton Build(Language language)
    {
        if (language is Language.Accepted(var known)) return known;
        var parts = new AutomatonBuilder();
        var start = parts.State();
        var end = parts.Add(language, start);
        return parts.Deterministic(start, end);
    }

    // adds what leads by a language from a state to a new one
    private int Add(Language language, int from)
    {
        switch (language)
        {
            case Language.Characters(var set):
                var after = State();
                foreach (var (first, last) in set.Ranges)
                    foreach (var bytes in Utf8Ranges.Of(first, last)) Add(bytes, from, after);
                return after;
            case Language.Sequence(var parts):
                return parts.Aggregate(from, (at, part) => Add(part, at));
            case Language.Choice(var options):
                var joined = State();
                foreach (var option in options) silent[Add(option, Follow(from))].Add(joined);
                return joined;
            case Language.Repeat(var part, var least, null):
                for (var i = 0; i < least; i++) from = Add(part, from);
                var head = Follow(from);
                silent[Add(part, head)].Add(head);
                return Follow(head);
            case Language.Repeat(var part, var least, { } most):
                for (var i = 0; i < least; i++) from = Add(part, from);
                var exits = new List<int> { from };
                for (var i = least; i < most; i++) exits.Add(from = Add(part, Follow(from)));
                var end = State();
                foreach (var exit in exits) silent[exit].Add(end);
                return end;
            case Language.Accepted(var automaton):
                return Add(automaton, from);
            default:
                throw new InvalidOperationException($"There is no automaton of a {language.GetType()}.");
        }
    }

    private void Add((byte Low, byte High)[] bytes, int from, int to)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var next = i == bytes.Length - 1 ? to : State();
            moves[from].Add((bytes[i].Low, bytes[i].High, next));
            from = next;
        }
    }

    private int Add(ByteAutomaton automaton, int from)
    {
        var first = moves.Count;
        for (var i = 0; i < automaton.States; i++) State();
        var end = State();
        if (automaton.States > 0) silent[from].Add(first);
        for (var state = 0; state < automaton.States; state++)
        {
            if (automaton.Accepts(state)) silent[first + state].Add(end);
            var row = automaton.Next.Slice(state << 8, 256);
            for (int low = 0, high; low < 256; low = high)
            {
                for (high = low + 1; high < 256 && row[high] == row[low];) high++;
                if (row[low] != ByteAutomaton.Dead) moves[first + state].Add(((byte)low, (byte)(high - 1), first + row[low]));
            }
        }
        return end;
    }

    private int Follow(int from)
    {
        var next = State();
        silent[from].Add(next);
        return next;
    }

    private int State()
    {
        if (moves.Count >= MostParts) ByteAutomaton.RequireRoom(int.MaxValue);
        moves.Add([]);
        silent.Add([]);
        return moves.Count - 1;
    }

    private ByteAutomaton Deterministic(int start, int end)
    {
        var seen = new int[moves.Count];
        var stamp = 0;
        var numbers = new Dictionary<SortedStates, int>();
        var sets = new List<int[]>();
        var members = 0;
        var table = new List<int>();
        Number([start]);
        for (var i = 0; i < sets.Count; i++)
        {
            var own = sets[i].SelectMany(state => moves[state]).ToArray();
            var row = Enumerable.Repeat(ByteAutomaton.Dead, 256).ToArray();
            int[] bounds = [.. own.Select(move => (int)move.Low).Concat(own.Select(move => move.High + 1)).Distinct().Order()];
            for (var b = 0; b + 1 < bounds.Length; b++)
            {
                int[] to = [.. own.Where(move => move.Low <= bounds[b] && move.High >= bounds[b]).Select(move => move.To)];
                if (to.Length > 0) row.AsSpan(bounds[b]..bounds[b + 1]).Fill(Number(to));
            }
            table.AddRange(row);
        }
        return Minimization.Of([.. table], [.. sets.Select(set => set.Contains(end))]);

        // the number of a set with what silently follows from it; states without moves of their own matter only where the text may end
        int Number(int[] from)
        {
            stamp++;
            var (open, closed) = (new Stack<int>(from), new List<int>());
            while (open.TryPop(out var state))
            {
                if (seen[state] == stamp) continue;
                seen[state] = stamp;
                if (moves[state].Count > 0 || state == end) closed.Add(state);
                foreach (var next in silent[state]) open.Push(next);
            }
            closed.Sort();
            var key = new SortedStates([.. closed]);
            if (numbers.TryGetValue(key, out var known)) return known;
            numbers.Add(key, sets.Count);
            sets.Add(key.States);
            members += closed.Count;
            ByteAutomaton.RequireRoom(members > MostMembers ? int.MaxValue : sets.Count);
            return sets.Count - 1;
        }
    }

    private readonly record struct SortedStates(int[] States)
    {
        public bool Equals(SortedStates other) => States.AsSpan().SequenceEqual(other.States);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var state in States) hash.Add(state);
            return hash.ToHashCode();
        }
    }
}
