using DiffuCoder.Constraints;
using DiffuCoder.Models;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Sampling;

/// <summary>
/// The constrained parts of one row: its answer, or some of its holes. It follows what happens to the row, whoever writes there.
/// </summary>
internal sealed class ConstrainedRow
{
    private readonly CodeTokenizer tokenizer;
    private readonly IReadOnlySet<int> stops;
    private readonly int maskId;
    private readonly bool endsByStop;
    private readonly IReadOnlyList<Part> parts;

    private ConstrainedRow(CodeTokenizer tokenizer, IReadOnlySet<int> stops, int maskId, bool endsByStop, IEnumerable<Part> parts)
    {
        (this.tokenizer, this.stops, this.maskId, this.endsByStop) = (tokenizer, stops, maskId, endsByStop);
        this.parts = [.. parts];
    }

    /// <summary>The constraints of a row; null where it has none.</summary>
    /// <exception cref="ConstraintException">No text meets one of them there.</exception>
    /// <exception cref="SamplerException">There is no tokenizer, or holes of the canvas are constrained beside the whole, lie outside, or overlap.
    /// </exception>
    public static ConstrainedRow? Of(
        Canvas canvas, SamplerOptions options, ModelConfig config, CodeTokenizer? tokenizer, IReadOnlySet<int> stops)
    {
        if (options.Constraint is null && canvas.Holes.Count == 0) return null;
        if (tokenizer is null)
            throw new SamplerException("A constraint needs a tokenizer, which says what the tokens' texts are; give the sampler the model's.");
        Check(canvas, options);
        var trie = TokenTrie.Of(tokenizer, config.VocabularySize, stops);
        var maskId = Canvas.MaskOf(config);
        // without a token that could be written to end it, a text ends with the canvas
        var ending = options.Constraint is null ? null : TokenSet.Of(stops.Where(stop => stop != maskId), config.VocabularySize);
        if (ending is { IsEmpty: true }) ending = null;
        var all = options.Constraint is { } whole
            ? [new(canvas.CompletionStart, canvas.Tokens.Count - canvas.CompletionStart, whole)]
            : canvas.Holes;
        var row = new ConstrainedRow(tokenizer, stops, maskId, ending is not null, []);
        var written = canvas.Written.ToHashSet();
        return new(tokenizer, stops, maskId, ending is not null, all.Select(hole =>
        {
            var sets = new StateSets(trie.For(hole.Constraint), ending, maskId);
            var cells = Enumerable.Range(hole.Start, hole.Length).Select(at => row.CellOf(canvas.Tokens[at], written.Contains(at)));
            return new Part(hole.Constraint, sets, new(hole.Start, cells, sets)).Possible(tokenizer);
        }));
    }

    /// <summary>As the row stands now, to be changed by commitments without changing this.</summary>
    /// <param name="tokens">The row.</param>
    /// <param name="written">Positions that the model wrote.</param>
    /// <exception cref="ConstraintException">What was written there from outside leaves no text.</exception>
    public ConstrainedRow Now(int[] tokens, IReadOnlySet<int> written) => new(tokenizer, stops, maskId, endsByStop, parts.Select(part =>
    {
        var text = part.Text.Fork();
        text.Write([
            .. Enumerable.Range(text.Start, text.End - text.Start)
                .Select(position => (position, Cell: CellOf(tokens[position], written.Contains(position))))
                .Where(one => one.Cell.Kind != text[one.position].Kind || one.Cell.Token != text[one.position].Token)]);
        return (part with { Text = text }).Possible(tokenizer);
    }));

    /// <summary>What may stand at a position; null where anything may.</summary>
    public TokenSet? Allowed(int position) => Of(position)?.Allowed(position);

    /// <summary>The model's token is written.</summary>
    public void Commit(int position, int token) => Of(position)?.Write([(position, CellOf(token, isWritten: true))]);

    private ConstrainedText? Of(int position)
    {
        foreach (var part in parts)
            if (position >= part.Text.Start && position < part.Text.End) return part.Text;
        return null;
    }

    private Cell CellOf(int token, bool isWritten) => token == maskId
        ? new(CellKind.Masked, token, [])
        : endsByStop && isWritten && stops.Contains(token)
            ? new(CellKind.Stop, token, [])
            : new(CellKind.Text, token, tokenizer.BytesOf(token, skipSpecialTokens: true).ToArray());

    private static void Check(Canvas canvas, SamplerOptions options)
    {
        if (options.Constraint is not null && canvas.Holes.Count > 0)
            throw new SamplerException(
                "SamplerOptions.Constraint is about the whole text, and holes of the canvas are constrained too; leave one of them out.");
        var end = 0;
        foreach (var hole in canvas.Holes.OrderBy(hole => hole.Start))
        {
            if (hole.Length < 1 || hole.Start < end || hole.Start + hole.Length > canvas.Tokens.Count)
                throw new SamplerException(
                    $"A constrained hole of {hole.Length} tokens at {hole.Start} overlaps another one, is empty, or ends behind the canvas's "
                        + $"{canvas.Tokens.Count} tokens.");
            end = hole.Start + hole.Length;
        }
    }

    private sealed record Part(Constraint Constraint, StateSets Sets, ConstrainedText Text)
    {
        public Part Possible(CodeTokenizer tokenizer) =>
            Text.IsPossible ? this : throw Unsatisfiable.Problem(Text, Sets, Constraint, tokenizer);
    }
}
