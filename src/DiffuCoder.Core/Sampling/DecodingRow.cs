using DiffuCoder.Runtime;

namespace DiffuCoder.Sampling;

/// <summary>The changing state of one row while it is decoded.</summary>
internal sealed class DecodingRow(Canvas canvas, long seed, ConstrainedRow? constraint)
{
    private readonly RandomSource source = new(seed);
    private readonly List<SamplingStep> steps = [];
    private readonly HashSet<int> written = [.. canvas.Written];
    private int[] seen = [];

    public Canvas Canvas => canvas;
    public long Seed => seed;
    public int[] Tokens { get; } = [.. canvas.Tokens];
    public IReadOnlyList<SamplingStep> Steps => steps;
    public int Deferred { get; set; }

    /// <summary>What its text is held to, as the row stands now; null without a constraint. A copy, to commit tokens to.</summary>
    public ConstrainedRow? Constraint => constraint?.Now(Tokens, written);

    /// <summary>It is not what the model saw last.</summary>
    public bool HasChanged => !Tokens.AsSpan().SequenceEqual(seen);

    /// <summary>The part that is filled in now.</summary>
    public DecodingBlock Block { get; set; } = new(0, canvas.Tokens.Count, 0, 0, []);

    /// <summary>Steps made in it.</summary>
    public int BlockStep { get; set; }

    /// <summary>Masked positions of the block.</summary>
    public int[] Masked(int maskId) => [.. Enumerable.Range(Block.Start, Block.End - Block.Start).Where(i => Tokens[i] == maskId)];

    public RowDraws Draws(int step, int masked) => new SeededDraws(source, step, masked);

    /// <summary>It is shown to the model.</summary>
    public void Show() => seen = [.. Tokens];

    public SamplingStep Commit(SamplingStep step)
    {
        foreach (var reveal in step.Reveals)
        {
            Tokens[reveal.Position] = reveal.Token;
            written.Add(reveal.Position);
        }
        steps.Add(step);
        BlockStep++;
        return step;
    }

    /// <summary>
    /// The first position of the text that the model filled with a stop token; known tokens end nothing, and masks of a prompt end no answer.
    /// </summary>
    public int TextEnd(IReadOnlySet<int> stops)
    {
        for (var i = canvas.CompletionStart; i < Tokens.Length; i++)
            if (written.Contains(i) && stops.Contains(Tokens[i])) return i;
        return Tokens.Length;
    }
}
