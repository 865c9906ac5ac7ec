using System.Collections.Concurrent;

namespace DiffuCoder.Constraints;

/// <summary>
/// An automaton over bytes lifted to the tokens of a vocabulary. What follows from a state is found when it is first asked for, and kept. May be used
/// by several threads at once.
/// </summary>
/// <param name="trie">The vocabulary.</param>
/// <param name="bytes">The language.</param>
internal sealed class TokenAutomaton(TokenTrie trie, ByteAutomaton bytes)
{
    private readonly StateTokens?[] states = new StateTokens?[bytes.States];
    private readonly ConcurrentDictionary<TokenSet, TokenSet> sets = new();

    /// <summary>The language.</summary>
    public ByteAutomaton Bytes => bytes;

    /// <summary>Ids of the model.</summary>
    public int Vocabulary => trie.Vocabulary;

    /// <summary>Words of a set of states: one more than the automaton has, for what follows a text.</summary>
    public int Words => (bytes.States + 64) / 64;

    /// <summary>What leads on from a state.</summary>
    public StateTokens Of(int state) => states[state] ??= StateTokens.Of(trie, bytes, state, Words, set => sets.GetOrAdd(set, set));

    /// <summary>Finds what leads on from several states, on as many threads as there are processors.</summary>
    public void Find(IEnumerable<int> some)
    {
        int[] missing = [.. some.Where(state => states[state] is null)];
        if (missing.Length < 2) return;
        Parallel.ForEach(missing, state => Of(state));
    }
}
