using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// How sure a prediction is; higher is surer. Tensors serve every device. A score that also says what it
/// is for one position is computed without tensors on a processor, which takes a fraction of the time.
/// </summary>
/// <param name="OfTensors">The score, for any device.</param>
/// <param name="OfToken">The same for one position; null when there is only the other form.</param>
public sealed record ConfidenceScore(TensorConfidence OfTensors, TokenConfidence? OfToken = null)
{
    /// <summary>The score is of the model's own distribution, without temperature and filters, which the token is drawn under.</summary>
    public bool BeforeFilters { get; init; }
}

/// <summary>How sure predictions are.</summary>
/// <param name="probabilities">After temperature and filters, float32 [N, V].</param>
/// <param name="tokens">Predicted tokens, int64 [N].</param>
/// <returns>Confidences, float32 [N]. Belongs to the current dispose scope.</returns>
public delegate Tensor TensorConfidence(Tensor probabilities, Tensor tokens);

/// <summary>How sure a prediction is. Several threads ask at once.</summary>
/// <param name="distribution">After temperature and filters.</param>
/// <param name="token">The predicted token.</param>
public delegate float TokenConfidence(TokenDistribution distribution, int token);
