namespace DiffuCoder.Constraints;

/// <summary>
/// The least automaton of the same language, by Hopcroft's refinement of a partition (1971): a set of states is divided where a byte
/// leads some of them, and not the others, into a set that was itself divided off.
/// </summary>
internal static class Minimization
{
    /// <summary>The least automaton, without states that lead nowhere.</summary>
    /// <param name="next">Transitions at 256 state + byte; <see cref="ByteAutomaton.Dead"/> where there is none. The first state is 0.</param>
    /// <param name="accepts">Whether a text may end in a state.</param>
    public static ByteAutomaton Of(int[] next, bool[] accepts)
    {
        var (columns, count) = Columns(next);
        var states = accepts.Length;
        var sink = states; // completes the table
        var (begins, sources) = Reversed(next, columns, count, states, sink);
        var partition = new Partition([.. accepts, false]);
        var pending = new Queue<(int Set, int Column)>();
        var isPending = new HashSet<(int, int)>();
        for (var set = 0; set < partition.Count; set++)
            for (var c = 0; c < count; c++) Enqueue((set, c));
        while (pending.TryDequeue(out var splitter))
        {
            isPending.Remove(splitter);
            foreach (var state in partition.Members(splitter.Set))
            {
                var at = state * count + splitter.Column;
                for (var i = begins[at]; i < begins[at + 1]; i++) partition.Mark(sources[i]);
            }
            foreach (var (old, added) in partition.Split())
                for (var c = 0; c < count; c++)
                    Enqueue((isPending.Contains((old, c)) || partition.Size(added) <= partition.Size(old) ? added : old, c));
        }
        return Built(next, accepts, partition, sink);

        void Enqueue((int, int) item)
        {
            if (isPending.Add(item)) pending.Enqueue(item);
        }
    }

    // bytes that lead to the same states from every state, by one of them
    private static (int[] Bytes, int Count) Columns(int[] next)
    {
        var kindOf = new int[256];
        var kinds = 1;
        for (var state = 0; state < next.Length && kinds < 256; state += 256)
        {
            var seen = new Dictionary<(int, int), int>();
            for (var value = 0; value < 256; value++)
            {
                var key = (kindOf[value], next[state + value]);
                if (!seen.TryGetValue(key, out var kind)) seen.Add(key, kind = seen.Count);
                kindOf[value] = kind;
            }
            kinds = seen.Count;
        }
        int[] bytes = [.. Enumerable.Range(0, 256).GroupBy(value => kindOf[value]).Select(group => group.First())];
        return (bytes, bytes.Length);
    }

    // the states that a column leads from to each state
    private static (int[] Begins, int[] Sources) Reversed(int[] next, int[] columns, int count, int states, int sink)
    {
        var begins = new int[(states + 1) * count + 1];
        for (var state = 0; state <= sink; state++)
            for (var c = 0; c < count; c++) begins[To(state, c) * count + c + 1]++;
        for (var i = 1; i < begins.Length; i++) begins[i] += begins[i - 1];
        var (filled, sources) = (begins.ToArray(), new int[begins[^1]]);
        for (var state = 0; state <= sink; state++)
            for (var c = 0; c < count; c++) sources[filled[To(state, c) * count + c]++] = state;
        return (begins, sources);

        int To(int state, int c) => state == sink || next[(state << 8) + columns[c]] is ByteAutomaton.Dead ? sink : next[(state << 8) + columns[c]];
    }

    // sets in the order in which a text meets them, so that equal languages have equal tables
    private static ByteAutomaton Built(int[] next, bool[] accepts, Partition partition, int sink)
    {
        var dead = partition.SetOf(sink);
        if (accepts.Length == 0 || partition.SetOf(0) == dead) return new([], []);
        var numbers = new Dictionary<int, int> { [partition.SetOf(0)] = 0 };
        var found = new List<int> { 0 };
        var table = new List<int>();
        for (var i = 0; i < found.Count; i++)
            for (var value = 0; value < 256; value++)
            {
                var to = next[(found[i] << 8) + value];
                if (to == ByteAutomaton.Dead || partition.SetOf(to) == dead)
                {
                    table.Add(ByteAutomaton.Dead);
                    continue;
                }
                if (!numbers.TryGetValue(partition.SetOf(to), out var number))
                {
                    numbers.Add(partition.SetOf(to), number = found.Count);
                    found.Add(to);
                }
                table.Add(number);
            }
        return new([.. table], [.. found.Select(state => accepts[state])]);
    }
}
