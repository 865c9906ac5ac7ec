namespace DiffuCoder.Constraints;

/// <summary>The tokens that lead on from a state, by the state to which they lead.</summary>
internal sealed class StateTokens
{
    // as ids where they are few, as bits where those are shorter
    private readonly (int Target, int[]? Few, ulong[]? Many)[] groups;

    private StateTokens(List<(int Target, int[]? Few, ulong[]? Many)> groups, ulong[] successors, TokenSet all) =>
        (this.groups, Successors, All) = ([.. groups], successors, all);

    /// <summary>The tokens that lead on; states that allow the same ones share the set.</summary>
    public TokenSet All { get; }

    /// <summary>The states to which a token leads, as bits.</summary>
    public ulong[] Successors { get; }

    /// <summary>Walks the vocabulary once.</summary>
    /// <param name="trie">The vocabulary.</param>
    /// <param name="automaton">The language.</param>
    /// <param name="state">The state.</param>
    /// <param name="words">Words of a set of states.</param>
    /// <param name="shared">The one set that is equal to another.</param>
    public static StateTokens Of(TokenTrie trie, ByteAutomaton automaton, int state, int words, Func<TokenSet, TokenSet> shared)
    {
        var found = new Dictionary<int, List<int>>();
        var (last, of) = (ByteAutomaton.Dead, new List<int>());
        trie.Walk(automaton, state, (token, target) =>
        {
            if (target != last)
            {
                last = target;
                if (!found.TryGetValue(target, out of!)) found.Add(target, of = []);
            }
            of.Add(token);
        });
        var (successors, all) = (new ulong[words], TokenSet.Room(trie.Vocabulary));
        var groups = new List<(int, int[]?, ulong[]?)>();
        foreach (var (target, tokens) in found.OrderBy(group => group.Key))
        {
            successors[target >> 6] |= 1ul << (target & 63);
            foreach (var token in tokens) TokenSet.Add(all, token);
            if (tokens.Count < trie.Vocabulary / 32) groups.Add((target, [.. tokens], null));
            else
            {
                var bits = TokenSet.Room(trie.Vocabulary);
                foreach (var token in tokens) TokenSet.Add(bits, token);
                groups.Add((target, null, bits));
            }
        }
        return new(groups, successors, shared(new(all)));
    }

    /// <summary>Adds the tokens that lead to one of some states.</summary>
    public void AddTo(ulong[] tokens, StateSet targets)
    {
        foreach (var (target, few, many) in groups)
        {
            if (!targets.Contains(target)) continue;
            foreach (var token in few ?? []) TokenSet.Add(tokens, token);
            for (var i = 0; i < (many?.Length ?? 0); i++) tokens[i] |= many![i];
        }
    }
}
