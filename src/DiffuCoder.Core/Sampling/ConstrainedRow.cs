using DiffuCoder.Constraints;
using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Sampling;

/// <summary>
/// The constrained parts of one row: its answer, with the holes in it that are constrained too, and holes outside of it. It follows what happens to
/// the row, whoever writes there.
/// </summary>
internal sealed class ConstrainedRow
{
    private readonly TokenTrie trie;
    private readonly CodeTokenizer tokenizer;
    private readonly IReadOnlySet<int> stops;
    private readonly int maskId;
    private readonly IReadOnlyList<ConstrainedPart> parts;

    private ConstrainedRow(TokenTrie trie, CodeTokenizer tokenizer, IReadOnlySet<int> stops, int maskId, IReadOnlyList<ConstrainedPart> parts) =>
        (this.trie, this.tokenizer, this.stops, this.maskId, this.parts) = (trie, tokenizer, stops, maskId, parts);

    /// <summary>The constraints of a row; null where it has none.</summary>
    /// <exception cref="ConstraintException">No text meets one of them there, or all of them at once.</exception>
    /// <exception cref="SamplerException">
    /// There is no tokenizer, or holes of the canvas lie outside, overlap, or are divided by the answer's beginning.
    /// </exception>
    public static ConstrainedRow? Of(
        Canvas canvas, SamplerOptions options, ModelConfig config, CodeTokenizer? tokenizer, IReadOnlySet<int> stops)
    {
        if (options.Constraint is null && canvas.Holes.Count == 0) return null;
        if (tokenizer is null)
            throw new SamplerException("A constraint needs a tokenizer, which says what the tokens' texts are; give the sampler the model's.");
        ConstrainedHole[] holes = [.. canvas.Holes.OrderBy(hole => hole.Start)];
        Check(canvas, options, holes);
        var row = new ConstrainedRow(TokenTrie.Of(tokenizer, config.VocabularySize, stops), tokenizer, stops, Canvas.MaskOf(config), []);
        var written = canvas.Written.ToHashSet();
        if (options.Constraint is not { } whole) return row.With([.. holes.Select(hole => row.Alone(canvas, hole, written))]);
        return row.With([
            row.Whole(canvas, whole, [.. holes.Where(hole => hole.Start >= canvas.CompletionStart)], written, config.VocabularySize),
            .. holes.Where(hole => hole.Start < canvas.CompletionStart).Select(hole => row.Alone(canvas, hole, written))]);
    }

    /// <summary>Why no text meets the constraints of a row; null where some does, or there is none.</summary>
    /// <exception cref="SamplerException">
    /// There is no tokenizer, or holes of the canvas lie outside, overlap, or are divided by the answer's beginning.
    /// </exception>
    public static ConstraintException? Against(
        Canvas canvas, SamplerOptions options, ModelConfig config, CodeTokenizer? tokenizer, IReadOnlySet<int> stops)
    {
        try
        {
            Of(canvas, options, config, tokenizer, stops);
            return null;
        }
        catch (ConstraintException reason)
        {
            return reason;
        }
    }

    /// <summary>As the row stands now, to be changed by commitments without changing this.</summary>
    /// <param name="tokens">The row.</param>
    /// <param name="written">Positions that the model wrote.</param>
    /// <exception cref="ConstraintException">What was written there from outside leaves no text.</exception>
    public ConstrainedRow Now(int[] tokens, IReadOnlySet<int> written) => With([.. parts.Select(part =>
    {
        var text = part.Text.Fork();
        text.Write([
            .. Enumerable.Range(text.Start, text.End - text.Start)
                .Select(position => (position, Cell: CellOf(tokens[position], written.Contains(position), part.EndsByStop)))
                .Where(one => one.Cell.Kind != text[one.position].Kind || one.Cell.Token != text[one.position].Token)]);
        return (part with { Text = text }).Possible(trie, tokenizer, maskId);
    })]);

    /// <summary>What may stand at a position; null where anything may.</summary>
    public TokenSet? Allowed(int position) => Of(position)?.Text.Allowed(position);

    /// <summary>The model's token is written.</summary>
    public void Commit(int position, int token)
    {
        if (Of(position) is { } part) part.Text.Write([(position, CellOf(token, isWritten: true, part.EndsByStop))]);
    }

    private ConstrainedRow With(IReadOnlyList<ConstrainedPart> some) => new(trie, tokenizer, stops, maskId, some);

    private ConstrainedPart Whole(Canvas canvas, Constraint constraint, ConstrainedHole[] holes, HashSet<int> written, int vocabulary)
    {
        // without a token that could be written to end it, a text ends with the canvas
        var ending = TokenSet.Of(stops.Where(stop => stop != maskId), vocabulary);
        var sets = new StateSets(trie.For(constraint), ending.IsEmpty ? null : ending, maskId);
        var ofPairs = new Dictionary<Constraint, StateSets>();
        HeldHole[] held = [.. holes.Select(hole =>
        {
            var (pairs, tokens) = trie.For(constraint, hole.Constraint);
            if (!ofPairs.TryGetValue(hole.Constraint, out var known)) ofPairs.Add(hole.Constraint, known = new(tokens, null, maskId));
            return new HeldHole(hole.Start, hole.Length, pairs, known);
        })];
        var cells = Cells(canvas, canvas.CompletionStart, canvas.Tokens.Count, written, !ending.IsEmpty);
        var text = new ConstrainedText(canvas.CompletionStart, cells, sets, held);
        return new ConstrainedPart(constraint, holes, sets, text, !ending.IsEmpty).Possible(trie, tokenizer, maskId);
    }

    private ConstrainedPart Alone(Canvas canvas, ConstrainedHole hole, HashSet<int> written)
    {
        var sets = new StateSets(trie.For(hole.Constraint), null, maskId);
        var text = new ConstrainedText(hole.Start, Cells(canvas, hole.Start, hole.Start + hole.Length, written, endsByStop: false), sets);
        return new ConstrainedPart(hole.Constraint, [], sets, text, EndsByStop: false).Possible(trie, tokenizer, maskId);
    }

    private IEnumerable<Cell> Cells(Canvas canvas, int start, int end, HashSet<int> written, bool endsByStop) =>
        Enumerable.Range(start, end - start).Select(at => CellOf(canvas.Tokens[at], written.Contains(at), endsByStop));

    private ConstrainedPart? Of(int position)
    {
        foreach (var part in parts)
            if (position >= part.Text.Start && position < part.Text.End) return part;
        return null;
    }

    private Cell CellOf(int token, bool isWritten, bool endsByStop) => token == maskId
        ? new(CellKind.Masked, token, [])
        : endsByStop && isWritten && stops.Contains(token)
            ? new(CellKind.Stop, token, [])
            : new(CellKind.Text, token, tokenizer.BytesOf(token, skipSpecialTokens: true).ToArray());

    private static void Check(Canvas canvas, SamplerOptions options, ConstrainedHole[] holes)
    {
        var end = 0;
        foreach (var hole in holes)
        {
            if (hole.Length < 1 || hole.Start < end || hole.Start + hole.Length > canvas.Tokens.Count)
                throw new SamplerException(
                    $"A constrained hole of {hole.Length} tokens at {hole.Start} overlaps another one, is empty, or ends behind the canvas's "
                        + $"{canvas.Tokens.Count} tokens.");
            end = hole.Start + hole.Length;
            if (options.Constraint is not null && hole.Start < canvas.CompletionStart && end > canvas.CompletionStart)
                throw new SamplerException(
                    $"A constrained hole of {hole.Length} tokens at {hole.Start} begins before position {canvas.CompletionStart}, where the answer "
                        + "that SamplerOptions.Constraint is about begins, and ends behind it; let it begin or end there.");
        }
    }
}
