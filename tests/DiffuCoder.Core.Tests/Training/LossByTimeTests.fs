module DiffuCoder.Core.Tests.Training.LossByTimeTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Analysis
open DiffuCoder.Datasets
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

/// Rows that count upwards, of several lengths; the first two tokens are the prompt.
let private rows =
    [|
        for length in [ 5; 8; 6; 12 ] -> TokenRow([| for i in 0 .. length - 1 -> (i + length) % 8 |], 2)
    |]

let private at times =
    LossByTime(Times = times, Draws = 3, Seed = 1L)

[<Fact>]
let ``at time 1 it is the cross entropy of the masked answers, the mean over rows`` () =
    use _ = torch.NewDisposeScope()
    use model = createModel "Dream"
    let points = (at [| 1.0 |]).Of(model, rows)

    let expected =
        [
            for row in rows ->
                let tokens = ids [ [ for token in row.Tokens -> int64 token ] ]

                let targets = torch.ones_like (tokens, dtype = torch.ScalarType.Bool)
                targets[torch.TensorIndex.Ellipsis, torch.TensorIndex.Slice(stop = 2)] <- torch.tensor false

                let noised =
                    Masking.Apply(
                        TrainingRows(tokens, targets),
                        torch.ones 1L,
                        torch.zeros_like (tokens, torch.ScalarType.Float32),
                        maskToken,
                        MaskingOptions()
                    )

                let objective =
                    DiffusionObjective(Weighting = LossWeighting.Uniform, Normalization = LossNormalization.Masked)

                let loss = objective.Evaluate(model, noised)
                loss.Sum.ToDouble() / loss.Normalizer
        ]

    points[0].Time |> should equal 1.0
    points[0].Value.Count |> should equal 4
    points[0].Value.Mean |> should (equalWithin 1e-5) (List.average expected)

[<Fact>]
let ``the same seed gives the same curve, and batches do not matter`` () =
    use model = createModel "Dream"
    let curve = at [| 0.25; 0.75 |]

    let means (points: TimePoint seq) =
        [ for point in points -> point.Value.Mean ]

    let once, again = means (curve.Of(model, rows)), means (curve.Of(model, rows))
    again |> should equal once

    let alone =
        LossByTime(Times = [| 0.25; 0.75 |], Draws = 3, Seed = 1L, RowsAtOnce = 1)

    for one, other in List.zip once (means (alone.Of(model, rows))) do
        other |> should (equalWithin 1e-5) one

    let other = LossByTime(Times = [| 0.25; 0.75 |], Draws = 3, Seed = 2L)
    means (other.Of(model, rows)) |> should not' (equal once)

[<Fact>]
let ``a row that never had a token masked does not count`` () =
    use model = createModel "Dream"
    let point = (at [| 1e-6 |]).Of(model, rows)[0]
    point.Value.Count |> should equal 0
    Double.IsNaN point.Value.Mean |> should be True

[<Fact>]
let ``no tensor is left behind`` () =
    use model = createModel "Dream"

    DiffuCoder.Runtime.LiveTensors.LeftBy(fun () -> (at [| 0.5; 1.0 |]).Of(model, rows) |> ignore)
    |> should equal 0L

[<Fact>]
let ``what cannot be measured is refused in words`` () =
    use model = createModel "Dream"

    let message (action: unit -> unit) =
        shouldFailWith<TrainingException> action

    message (fun () -> LossByTime(Times = [| 0.5; 0.0 |]) |> ignore)
    |> should haveSubstring "The time 0 is out of range"

    message (fun () -> LossByTime(Times = [||]) |> ignore)
    |> should haveSubstring "no times"

    message (fun () -> (at [| 0.5 |]).Of(model, [||]) |> ignore)
    |> should haveSubstring "no rows"

    message (fun () -> (at [| 0.5 |]).Of(model, [| rows[0]; TokenRow([| 1; 2 |], 2) |]) |> ignore)
    |> should haveSubstring "Row 1 has 2 tokens, of which none is learned"
