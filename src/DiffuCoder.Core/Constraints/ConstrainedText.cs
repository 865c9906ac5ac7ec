namespace DiffuCoder.Constraints;

/// <summary>
/// A part of a canvas whose text has to be in a language, and what may still stand at its masks: exactly the tokens with which some text of the
/// language fills all that is masked. Holes in it may be held to languages of their own besides.
/// </summary>
/// <remarks>
/// A state of the automaton is live between two positions if what stands before leads to it, masks counting as any token, and what stands behind
/// leads from it to the end. A token may stand at a mask if it leads from a live state before it to a live state behind it: on the way there and
/// on from there lies a text of the language. The text ends at a stop token, behind which anything may stand, or with the last position. Within a
/// hole a state is a pair of states, of the text and of the hole, and no stop token leads on: what is live there has a way to the end for both.
/// </remarks>
internal sealed class ConstrainedText
{
    private readonly StateSets sets;
    private readonly Cell[] cells;
    private readonly int[] placeOf; // of each position among the passages
    private readonly IPassage[] passages;
    private readonly StateSet[] reached, live;

    /// <summary>A text.</summary>
    /// <param name="start">Its first position on the canvas.</param>
    /// <param name="cells">What stands in it.</param>
    /// <param name="sets">The language.</param>
    /// <param name="holes">Holes in it from left to right, which do not overlap.</param>
    public ConstrainedText(int start, IEnumerable<Cell> cells, StateSets sets, IReadOnlyList<HeldHole>? holes = null)
    {
        (Start, this.sets, this.cells) = (start, sets, [.. cells]);
        placeOf = new int[this.cells.Length];
        passages = [.. Lay(holes ?? [])];
        reached = new StateSet[passages.Length + 1];
        live = new StateSet[passages.Length + 1];
        reached[0] = sets.Start;
        Renew(0, passages.Length);
    }

    private ConstrainedText(ConstrainedText other)
    {
        (Start, sets, cells, placeOf) = (other.Start, other.sets, [.. other.cells], other.placeOf);
        (passages, reached, live) = ([.. other.passages], [.. other.reached], [.. other.live]);
    }

    /// <summary>Its first position on the canvas.</summary>
    public int Start { get; }

    /// <summary>The position behind its last.</summary>
    public int End => Start + cells.Length;

    /// <summary>Some text of the language fills what is masked.</summary>
    public bool IsPossible => !live[0].IsEmpty;

    /// <summary>The first position behind which no beginning of a text of the language leads; null where there is none such.</summary>
    public int? Contradiction => Array.FindIndex(reached, set => set.IsEmpty) is > 0 and var place
        ? Start + Math.Max(0, Array.FindLastIndex(placeOf, known => known < place))
        : null;

    /// <summary>What stands at a position.</summary>
    public Cell this[int position] => cells[position - Start];

    /// <summary>A copy that changes by itself.</summary>
    public ConstrainedText Fork() => new(this);

    /// <summary>What may stand at a masked position.</summary>
    public TokenSet Allowed(int position)
    {
        var place = placeOf[position - Start];
        return ((CellPassage)passages[place]).Sets.Tokens(live[place], live[place + 1]);
    }

    /// <summary>Writes tokens, or masks.</summary>
    /// <param name="written">Positions and what stands there from now on.</param>
    public void Write(params IReadOnlyCollection<(int Position, Cell Cell)> written)
    {
        if (written.Count == 0) return;
        foreach (var (position, cell) in written)
        {
            cells[position - Start] = cell;
            var place = placeOf[position - Start];
            passages[place] = (CellPassage)passages[place] with { Cell = cell };
        }
        Renew(placeOf[written.Min(one => one.Position) - Start], placeOf[written.Max(one => one.Position) - Start] + 1);
    }

    // what stands at each position, and the edges of the holes between
    private IEnumerable<IPassage> Lay(IReadOnlyList<HeldHole> holes)
    {
        var count = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            var inside = holes.FirstOrDefault(hole => hole.Start <= Start + i && Start + i < hole.End);
            if (inside?.Start == Start + i)
            {
                count++;
                yield return new Opening(sets, inside);
            }
            placeOf[i] = count++;
            yield return new CellPassage(inside?.Sets ?? sets, cells[i]);
            if (inside?.End == Start + i + 1)
            {
                count++;
                yield return new Closing(sets, inside);
            }
        }
    }

    // the passages from one place to before another one have changed
    private void Renew(int first, int last)
    {
        var at = first;
        for (; at < passages.Length; at++)
        {
            var ahead = passages[at].Ahead(reached[at]);
            var isSame = at + 1 >= last && ReferenceEquals(reached[at + 1], ahead);
            reached[at + 1] = ahead;
            if (isSame) break;
        }
        if (at == passages.Length) live[at] = sets.Both(reached[at], sets.End);
        for (at = Math.Min(at, passages.Length - 1); at >= 0; at--)
        {
            var into = passages[at].Into(reached[at], live[at + 1]);
            var isSame = at < first && ReferenceEquals(live[at], into);
            live[at] = into;
            if (isSame) break;
        }
    }
}
