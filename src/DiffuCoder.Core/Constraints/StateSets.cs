namespace DiffuCoder.Constraints;

/// <summary>
/// The sets of states that occur on a canvas, each once, with what leads from one to another: the same few pairs occur at most positions. Belongs to
/// one row; the tables of the automaton are shared.
/// </summary>
/// <param name="automaton">The language over tokens.</param>
/// <param name="stops">
/// Tokens that end the text, behind which anything may stand; null where it ends with the last position alone.
/// </param>
/// <param name="maskId">The token that is no answer.</param>
internal sealed class StateSets(TokenAutomaton automaton, TokenSet? stops, int maskId)
{
    private const int MostTokenSets = 1024; // of up to 19 KB each

    private readonly HashSet<StateSet> known = [];
    private readonly ByteAutomaton bytes = automaton.Bytes;
    private TokenSet? anything;
    private int tokenSets;

    /// <summary>The state behind a text that a stop token ended; all tokens lead to it from there.</summary>
    public int Behind => bytes.States;

    /// <summary>Whether a text may end in a state.</summary>
    public bool MayEnd(int state) => state != Behind && bytes.Accepts(state);

    /// <summary>The automaton's first state.</summary>
    public StateSet Start => Make(bytes.States == 0 ? [] : [0]);

    /// <summary>Where the last position may leave a text.</summary>
    public StateSet End => field ??= Make(Enumerable.Range(0, bytes.States).Where(bytes.Accepts).Concat(stops is null ? [] : [Behind]));

    /// <summary>A set of states.</summary>
    public StateSet Make(IEnumerable<int> states)
    {
        var words = new ulong[automaton.Words];
        foreach (var state in states) words[state >> 6] |= 1ul << (state & 63);
        return Known(words);
    }

    /// <summary>What is in both.</summary>
    public StateSet Both(StateSet one, StateSet other) => Known([.. one.Words.Zip(other.Words, (a, b) => a & b)]);

    /// <summary>Where some token leads.</summary>
    public StateSet Ahead(StateSet from) => from.Ahead ??= FindAhead(from);

    /// <summary>Where a cell's token leads.</summary>
    public StateSet Ahead(StateSet from, Cell cell) => cell.Kind switch
    {
        CellKind.Masked => Ahead(from),
        CellKind.Stop => Make(from.States().Any(Ends) ? [Behind] : []),
        _ => Make(from.States().Select(state => After(state, cell)).Where(state => state != ByteAutomaton.Dead)),
    };

    /// <summary>The states of a set from which a cell's token leads into another set.</summary>
    public StateSet Into(StateSet from, Cell cell, StateSet to) => cell.Kind switch
    {
        CellKind.Masked => IntoByAny(from, to),
        CellKind.Stop => Make(from.States().Where(state => Ends(state) && to.Contains(Behind))),
        _ => Make(from.States().Where(state => After(state, cell) is not ByteAutomaton.Dead and var after && to.Contains(after))),
    };

    /// <summary>The tokens that lead from one set into another.</summary>
    public TokenSet Tokens(StateSet from, StateSet to)
    {
        if (from.Tokens.TryGetValue(to, out var found)) return found;
        if (++tokenSets > MostTokenSets)
        {
            foreach (var set in known) set.Tokens.Clear();
            tokenSets = 1;
        }
        return from.Tokens[to] = FindTokens(from, to);
    }

    /// <summary>Whether a stop token may stand behind a state: where the text may end, and behind one that ended.</summary>
    private bool Ends(int state) => stops is not null && (state == Behind || bytes.Accepts(state));

    private int After(int state, Cell cell) => state == Behind ? Behind : bytes.Run(state, cell.Bytes);

    private StateSet FindAhead(StateSet from)
    {
        automaton.Find(from.States().Where(state => state != Behind));
        var words = new ulong[automaton.Words];
        foreach (var state in from.States())
        {
            if (Ends(state)) words[Behind >> 6] |= 1ul << (Behind & 63);
            if (state == Behind) continue;
            var successors = automaton.Of(state).Successors;
            for (var i = 0; i < words.Length; i++) words[i] |= successors[i];
        }
        return Known(words);
    }

    private StateSet IntoByAny(StateSet from, StateSet to)
    {
        if (from.Into.TryGetValue(to, out var found)) return found;
        var words = new ulong[automaton.Words];
        var mayEnd = to.Contains(Behind);
        foreach (var state in from.States())
            if ((mayEnd && Ends(state)) || (state != Behind && Meet(automaton.Of(state).Successors, to.Words)))
                words[state >> 6] |= 1ul << (state & 63);
        from.Into.Add(to, found = Known(words));
        return found;
    }

    private TokenSet FindTokens(StateSet from, StateSet to)
    {
        if (from.Contains(Behind) && to.Contains(Behind))
            return anything ??= TokenSet.Of(Enumerable.Range(0, automaton.Vocabulary).Where(token => token != maskId), automaton.Vocabulary);
        var tokens = TokenSet.Room(automaton.Vocabulary);
        // most states allow the same few sets of tokens, and lead by all of them to where a way goes on
        var (added, partly) = (new HashSet<TokenSet>(ReferenceEqualityComparer.Instance), new List<StateTokens>());
        foreach (var state in from.States())
        {
            if (state == Behind) continue;
            var own = automaton.Of(state);
            if (!IsIn(own.Successors, to.Words)) partly.Add(own);
            else if (added.Add(own.All)) TokenSet.Add(tokens, own.All);
        }
        foreach (var own in partly)
            if (!added.Contains(own.All) && Meet(own.Successors, to.Words) && !own.All.IsIn(tokens)) own.AddTo(tokens, to);
        if (to.Contains(Behind) && from.States().Any(Ends))
            for (var i = 0; i < tokens.Length; i++) tokens[i] |= stops!.Words[i];
        if (maskId >= 0) tokens[maskId >> 6] &= ~(1ul << (maskId & 63));
        return new(tokens);
    }

    private StateSet Known(ulong[] words)
    {
        var set = new StateSet(words);
        if (known.TryGetValue(set, out var same)) return same;
        known.Add(set);
        return set;
    }

    private static bool IsIn(ulong[] one, ulong[] other)
    {
        for (var i = 0; i < one.Length; i++)
            if ((one[i] & ~other[i]) != 0) return false;
        return true;
    }

    private static bool Meet(ulong[] one, ulong[] other)
    {
        for (var i = 0; i < one.Length; i++)
            if ((one[i] & other[i]) != 0) return true;
        return false;
    }
}
