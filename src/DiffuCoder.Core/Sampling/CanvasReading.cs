using DiffuCoder.Models;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// What reads the canvases of a generation and says what belongs at their positions. It decides which positions a pass computes and what it keeps for
/// the next one; which predictions are committed is none of its business, but for <see cref="CommitsFirstAlone"/>.
/// </summary>
internal abstract class CanvasReading : IDisposable
{
    /// <summary>The reading that a model and options ask for.</summary>
    /// <exception cref="SamplerException">The model cannot be read so.</exception>
    public static CanvasReading Of(MaskedLanguageModel model, SamplerOptions options)
    {
        if (model.Config.Attention == AttentionKind.Causal) return new CausalReading(InParts(model, "A causal model"));
        CanvasReading plain = options.Cache == Cache.None
            ? new FullReading(model)
            : new BlockReading(InParts(model, $"The cache \"{options.Cache}\""), options.Cache);
        return options.Guidance == 0 ? plain : new GuidedReading(plain, model.Config, options.Guidance);
    }

    /// <summary>
    /// Whether the first masked position of a row's block is the only one that may be committed at this step, and has to be: later passes will not
    /// compute what its prediction is read from.
    /// </summary>
    public virtual bool CommitsFirstAlone(ReadingRow row) => false;

    /// <summary>What the model predicts at the positions that the rows ask for; the tensor belongs to the current dispose scope.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Ends the pass between two blocks of the model.</param>
    public abstract CanvasLogits Read(IReadOnlyList<ReadingRow> rows, CancellationToken cancellation);

    /// <summary>Lets go of what was read.</summary>
    public virtual void Dispose()
    {
    }

    private static TransformerModel InParts(MaskedLanguageModel model, string what) => model as TransformerModel
        ?? throw new SamplerException(
            $"{what} is read in parts, which a {model.GetType().Name} does not offer; sample it with {nameof(Cache)}.{nameof(Cache.None)}.");
}

/// <summary>What a pass says.</summary>
/// <param name="Logits">Of the positions asked for, row by row, float32 [N, V].</param>
/// <param name="Computed">Positions that the model computed for each row.</param>
internal sealed record CanvasLogits(Tensor Logits, IReadOnlyList<int> Computed);

/// <summary>One row at one step, as a reading sees it.</summary>
/// <param name="Index">Which row of the generation it is; a reading keeps by it what it read.</param>
/// <param name="Canvas">The row as it was at first.</param>
/// <param name="Tokens">The row now.</param>
/// <param name="Block">The part that is filled in now.</param>
/// <param name="Asked">Positions whose prediction is wanted, from left to right.</param>
internal sealed record ReadingRow(int Index, Canvas Canvas, int[] Tokens, DecodingBlock Block, int[] Asked);
