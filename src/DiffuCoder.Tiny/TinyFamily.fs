namespace DiffuCoder.Tiny

/// The checkpoints the kit carries with it.
[<RequireQualifiedAccess>]
type Stage =
    | Ar
    | Base
    | Instruct
