namespace DiffuCoder.Training;

/// <summary>How stored rows are grouped into micro-batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Most tokens of a micro-batch, padding included.</summary>
    public required int Tokens { get; init => field = (int)Require.AtLeast(value, 1); }

    /// <summary>Seed of the order, which is drawn anew for every pass.</summary>
    public required long Seed { get; init; }

    /// <summary>The token that fills rows up to the longest of their batch.</summary>
    public required int PadToken { get; init => field = (int)Require.AtLeast(value, 0); }

    /// <summary>
    /// Padding is attended to and learned like the answer before it, so that the model
    /// learns where an answer ends (paper section 5, stage 3). Off: it is neither.
    /// </summary>
    public bool LearnPadding { get; init; }

    /// <summary>Rows drawn together and sorted by length before they are grouped, so that little of a batch is padding.</summary>
    public int Window { get; init => field = (int)Require.AtLeast(value, 1); } = 1024;
}
