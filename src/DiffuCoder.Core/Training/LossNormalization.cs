namespace DiffuCoder.Training;

/// <summary>
/// What the weighted sum of cross entropies is divided by. All are sums over rows, so that accumulated micro-batches equal one batch.
/// </summary>
public enum LossNormalization
{
    /// <summary>Number of targets in the step (dllm <c>loss_norm_type="token"</c>; d1: answer tokens with their padding).</summary>
    Token,

    /// <summary>Each row by its own number of targets, then by the number of rows (dllm <c>sequence</c>; LLaDA's SFT).</summary>
    Sequence,

    /// <summary>Number of rows (dllm <c>batch</c>).</summary>
    Batch,

    /// <summary>Number of masked tokens (Dream's SFT trainer).</summary>
    Masked,

    /// <summary>Number of positions, rows times length, targets or not (LLaDA's pre-training).</summary>
    Position,
}
