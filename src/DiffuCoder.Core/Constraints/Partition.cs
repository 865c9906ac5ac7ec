namespace DiffuCoder.Constraints;

/// <summary>Numbers divided into sets that are divided further: the members of a set lie together, those marked first.</summary>
internal sealed class Partition
{
    private readonly int[] members, placeOf, setOf;
    private readonly List<int> begins = [], ends = [], marked = [];
    private readonly List<int> touched = [];

    /// <summary>Two sets, or one where all are alike.</summary>
    public Partition(bool[] isFirst)
    {
        members = [.. Enumerable.Range(0, isFirst.Length).OrderBy(i => isFirst[i] ? 0 : 1)];
        (placeOf, setOf) = (new int[members.Length], new int[members.Length]);
        for (var i = 0; i < members.Length; i++) placeOf[members[i]] = i;
        var first = isFirst.Count(value => value);
        if (first > 0) Add(0, first);
        if (first < members.Length) Add(first, members.Length);
    }

    /// <summary>How many sets.</summary>
    public int Count => begins.Count;

    /// <summary>The set of a number.</summary>
    public int SetOf(int number) => setOf[number];

    /// <summary>How many are in a set.</summary>
    public int Size(int set) => ends[set] - begins[set];

    /// <summary>A copy of a set: marking moves its members.</summary>
    public int[] Members(int set) => members[begins[set]..ends[set]];

    /// <summary>Marks a number.</summary>
    public void Mark(int number)
    {
        var set = setOf[number];
        var (place, to) = (placeOf[number], begins[set] + marked[set]);
        if (place < to) return;
        if (marked[set]++ == 0) touched.Add(set);
        (members[place], members[to]) = (members[to], members[place]);
        (placeOf[members[place]], placeOf[members[to]]) = (place, to);
    }

    /// <summary>Divides each set into its marked members and the others; the former are a new set, by (old, new).</summary>
    public IReadOnlyList<(int Old, int Added)> Split()
    {
        var divided = new List<(int, int)>();
        foreach (var set in touched)
        {
            var count = marked[set];
            marked[set] = 0;
            if (count == Size(set)) continue;
            var begin = begins[set];
            begins[set] += count;
            divided.Add((set, Add(begin, begin + count)));
        }
        touched.Clear();
        return divided;
    }

    private int Add(int begin, int end)
    {
        begins.Add(begin);
        ends.Add(end);
        marked.Add(0);
        for (var i = begin; i < end; i++) setOf[members[i]] = begins.Count - 1;
        return begins.Count - 1;
    }
}
