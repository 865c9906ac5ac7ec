namespace DiffuCoder.Models;

/// <summary>Which positions a position may attend to.</summary>
public enum AttentionKind
{
    /// <summary>Every real token of the row: masked diffusion models.</summary>
    Bidirectional,

    /// <summary>Itself and the tokens before it: the autoregressive ancestor.</summary>
    Causal,
}
