using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Constraints;

/// <summary>
/// The tokens that a text may consist of, by their bytes, as a tree in the order of a walk that goes down first: a walk that leaves a branch out
/// jumps to what lies behind it.
/// </summary>
/// <remarks>
/// Special tokens, which decode to nothing, tokens that end a text, and ids that the tokenizer has no token for are not in it.
/// </remarks>
internal sealed class TokenTrie
{
    private static readonly ConditionalWeakTable<CodeTokenizer, ConcurrentDictionary<string, TokenTrie>> ofTokenizers = [];

    private readonly List<byte> labels = [];
    private readonly List<int> depths = [], ends = [], begins = [];
    private readonly int[] tokens;
    private readonly LatestOnes<Constraint, TokenAutomaton> automata = new();
    private readonly LatestOnes<(Constraint Text, Constraint Hole), (PairAutomaton Pairs, TokenAutomaton Tokens)> pairs = new();

    /// <summary>A tree of tokens.</summary>
    /// <param name="tokens">Ids and their bytes; those without bytes are left out.</param>
    /// <param name="vocabulary">Ids of the model.</param>
    public TokenTrie(IEnumerable<(int Id, byte[] Bytes)> tokens, int vocabulary)
    {
        Vocabulary = vocabulary;
        var sorted = tokens.Where(token => token.Bytes.Length > 0 && token.Id < vocabulary).ToArray();
        Array.Sort(sorted, (one, other) => one.Bytes.AsSpan().SequenceCompareTo(other.Bytes));
        this.tokens = [.. sorted.Select(token => token.Id)];
        Fill(sorted);
        Height = sorted.Length == 0 ? 0 : sorted.Max(token => token.Bytes.Length);
    }

    /// <summary>Ids of the model.</summary>
    public int Vocabulary { get; }

    /// <summary>Bytes of the longest token.</summary>
    public int Height { get; }

    /// <summary>The tree of a tokenizer, kept as long as that is.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="vocabulary">Ids of the model.</param>
    /// <param name="stops">Tokens that end a text.</param>
    public static TokenTrie Of(CodeTokenizer tokenizer, int vocabulary, IReadOnlySet<int> stops) =>
        ofTokenizers.GetOrCreateValue(tokenizer).GetOrAdd($"{vocabulary}: {string.Join(' ', stops.Order())}", _ => new(
            Enumerable.Range(0, Math.Min(vocabulary, tokenizer.VocabularySize)).Where(id => !stops.Contains(id))
                .Select(id => (id, tokenizer.BytesOf(id, skipSpecialTokens: true).ToArray())),
            vocabulary));

    /// <summary>The automaton of a constraint over these tokens; those used last are kept.</summary>
    public TokenAutomaton For(Constraint constraint) => automata.Of(constraint, () => new(this, constraint.Automaton));

    /// <summary>The automata of a text and of a hole in it, read side by side; those used last are kept.</summary>
    /// <exception cref="ConstraintException">There are too many pairs of their states.</exception>
    public (PairAutomaton Pairs, TokenAutomaton Tokens) For(Constraint text, Constraint hole) => pairs.Of((text, hole), () =>
    {
        var both = new PairAutomaton(text.Automaton, hole.Automaton);
        return (both, new(this, both.Bytes));
    });

    /// <summary>Walks the tree with an automaton: every token that leads from a state to another one, with that state.</summary>
    public void Walk(ByteAutomaton automaton, int state, Action<int, int> found)
    {
        var path = new int[Height + 1];
        path[0] = state;
        var next = automaton.Next;
        for (var node = 0; node < labels.Count;)
        {
            var depth = depths[node];
            var to = next[(path[depth] << 8) + labels[node]];
            if (to == ByteAutomaton.Dead)
            {
                node = ends[node];
                continue;
            }
            path[depth + 1] = to;
            for (var i = begins[node]; i < begins[node + 1]; i++) found(tokens[i], to);
            node++;
        }
    }

    // begins[node] is the first of the tokens that end in a node
    private void Fill((int Id, byte[] Bytes)[] sorted)
    {
        var open = new Stack<int>();
        ReadOnlySpan<byte> before = [];
        for (var i = 0; i < sorted.Length; i++)
        {
            var bytes = sorted[i].Bytes.AsSpan();
            var shared = before.CommonPrefixLength(bytes);
            while (open.Count > shared) ends[open.Pop()] = labels.Count;
            for (var depth = shared; depth < bytes.Length; depth++)
            {
                open.Push(labels.Count);
                labels.Add(bytes[depth]);
                depths.Add(depth);
                ends.Add(0);
                begins.Add(i);
            }
            before = bytes;
        }
        while (open.TryPop(out var node)) ends[node] = labels.Count;
        begins.Add(sorted.Length);
    }
}
