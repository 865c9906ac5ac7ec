namespace DiffuCoder.Sampling;

/// <summary>One row to be filled in: known tokens, and masks wherever the model is to write. Immutable.</summary>
/// <param name="Tokens">The row without padding.</param>
/// <param name="CompletionStart">Where the answer begins that follows a prompt; 0 when masks stand anywhere (infilling).</param>
public sealed record Canvas(IReadOnlyList<int> Tokens, int CompletionStart)
{
    /// <summary>
    /// Parts whose text is held to a language, each by itself. For one language of the whole text see <see cref="SamplerOptions.Constraint"/>; both
    /// hold at once.
    /// </summary>
    public IReadOnlyList<ConstrainedHole> Holes { get; init; } = [];

    /// <summary>
    /// Known positions that a model wrote before, such as those of an answer of which a part is masked again: a stop token there ends the text.
    /// Other known tokens end nothing.
    /// </summary>
    public IReadOnlyList<int> Written { get; init; } = [];

    /// <summary>Stands for a mask where a causal model, which has no mask token, is to write.</summary>
    public const int Unwritten = -1;

    /// <summary>What stands where a model is to write: its mask token, or <see cref="Unwritten"/>.</summary>
    /// <param name="config">The model's configuration.</param>
    public static int MaskOf(Models.ModelConfig config) => config.MaskTokenId ?? Unwritten;

    /// <summary>A prompt followed by masks.</summary>
    /// <param name="prompt">Token ids; may hold masks of its own. Must not be empty.</param>
    /// <param name="newTokens">Masks to append.</param>
    /// <param name="maskId">The mask token, <see cref="MaskOf"/>.</param>
    /// <exception cref="SamplerException">The prompt is empty.</exception>
    public static Canvas Complete(IReadOnlyList<int> prompt, int newTokens, int maskId) =>
        prompt.Count > 0
            ? new([.. prompt, .. Enumerable.Repeat(maskId, newTokens)], prompt.Count)
            : throw new SamplerException(
                "The prompt holds no token; start with at least one (for base models the begin-of-text or end-of-text token).");

    /// <summary>A row with masks anywhere.</summary>
    /// <param name="tokens">Known tokens and masks.</param>
    public static Canvas Infill(IReadOnlyList<int> tokens) => new([.. tokens], 0);
}
