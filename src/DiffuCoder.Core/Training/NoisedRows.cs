using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>Rows after the forward process. It does not own its tensors.</summary>
/// <param name="Clean">The rows before it.</param>
/// <param name="Tokens">Token ids with the mask token at masked positions, int64 [B, L].</param>
/// <param name="Masked">True where a token was masked, bool [B, L]; a subset of the targets.</param>
/// <param name="Time">t of each row, float32 [B, 1].</param>
/// <param name="MaskProbability">p(t) of each row, float32 [B, 1].</param>
/// <param name="Schedule">The schedule that gave p.</param>
public sealed record NoisedRows(TrainingRows Clean, Tensor Tokens, Tensor Masked, Tensor Time, Tensor MaskProbability, NoiseSchedule Schedule);
