namespace DiffuCoder.Training;

/// <summary>How documents are packed into rows.</summary>
public sealed record PackingOptions
{
    /// <summary>Tokens of a row; the paper's stages 1 and 2 have 4096.</summary>
    public int Length { get; init => field = (int)Require.AtLeast(value, 2); } = 4096;

    /// <summary>Rows of a micro-batch.</summary>
    public required int Rows { get; init => field = (int)Require.AtLeast(value, 1); }

    /// <summary>Seed of the order, which is drawn anew for every pass.</summary>
    public required long Seed { get; init; }

    /// <summary>
    /// A document sees only itself, and its positions begin at 0. Its first token in a row is then not learned, as there
    /// is no place in it to predict that token from. Off: a row is read as one text, and costs less to attend over.
    /// </summary>
    public bool SeparateDocuments { get; init; } = true;
}
