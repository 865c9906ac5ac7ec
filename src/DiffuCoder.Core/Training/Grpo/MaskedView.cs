using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>One forward pass of an estimate: what is hidden from the model, and what each hidden completion token counts.</summary>
/// <param name="Masked">True where the mask token is shown, bool [B, L].</param>
/// <param name="Weight">Weight of the log-probability of a masked completion token.</param>
public sealed record MaskedView(Tensor Masked, double Weight);
