namespace DiffuCoder.Constraints;

/// <summary>What stands at a position of a constrained text.</summary>
internal enum CellKind
{
    /// <summary>A mask: any allowed token.</summary>
    Masked,

    /// <summary>A token that is text.</summary>
    Text,

    /// <summary>A stop token that the model wrote.</summary>
    Stop,
}

/// <summary>What stands at a position of a constrained text.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Token">The token; the mask's own where it is masked.</param>
/// <param name="Bytes">Its bytes: none for a special token, which is no text.</param>
internal sealed record Cell(CellKind Kind, int Token, byte[] Bytes);
