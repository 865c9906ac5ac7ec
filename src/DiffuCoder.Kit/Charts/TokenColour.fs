namespace DiffuCoder

open DiffuCoder.Sampling

/// What the colour of a written token says.
[<RequireQualifiedAccess>]
type TokenColour =
    /// When it was written: red first, purple last.
    | Order
    /// How sure the model was, as the strategy scores it: red unsure, blue sure. An entropy counts as the
    /// number of tokens that it leaves to choose from.
    | Confidence

/// Colours of tokens, in players and in canvases that fill in.
[<RequireQualifiedAccess>]
module internal TokenColours =

    let scale =
        function
        | TokenColour.Order -> Palette.order
        | TokenColour.Confidence -> Palette.sureness

    /// What the ends of the scale are called.
    let ends =
        function
        | TokenColour.Order -> "first step", "last"
        | TokenColour.Confidence -> "unsure", "sure"

    /// Of strategies whose confidence is the negative entropy, in nats, and not a share.
    let private isOfEntropy (strategy: Strategy) =
        obj.ReferenceEquals(strategy.Confidence.OfTensors, ConfidenceScores.NegativeEntropy.OfTensors)

    /// Where on its scale a token lies, in [0, 1]; none where its confidence is not a number.
    let place (colour: TokenColour) (strategy: Strategy) (steps: int) (step: int) (confidence: float32) : float option =
        match colour with
        | TokenColour.Order -> Some(float step / float (max 1 (steps - 1)) |> min 1.0)
        | TokenColour.Confidence ->
            let share =
                if isOfEntropy strategy then
                    exp (float confidence)
                else
                    float confidence

            if System.Double.IsFinite share then
                Some(System.Math.Clamp(share, 0.0, 1.0))
            else
                None
