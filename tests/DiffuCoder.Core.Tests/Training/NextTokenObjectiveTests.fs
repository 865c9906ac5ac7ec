module DiffuCoder.Core.Tests.Training.NextTokenObjectiveTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

let evaluate (model: MaskedLanguageModel) rows =
    let loss = NextTokenObjective().Evaluate(model, rows, TrainingDraws(1L, 0L, 0))
    loss.Sum.ToDouble() / loss.Normalizer

[<Fact>]
let ``the loss is the mean negative log probability of each token after the first`` () =
    use _ = torch.NewDisposeScope()
    use model = createModel "qwen2"
    let rows = countingRows 2 6 0L

    let at =
        [|
            for row in 0L .. 1L do
                for column in 1L .. 5L -> row * 6L + column
        |]

    let logits = model.Logits(TokenBatch rows.Tokens, torch.tensor at)
    let logProbabilities = logits.log_softmax 1L
    let tokens = rows.Tokens.reshape(-1L).data<int64>().ToArray()

    let expected =
        at
        |> Array.mapi (fun i position -> -(logProbabilities[int64 i, tokens[int position]]).ToDouble())
        |> Array.average

    evaluate model rows |> should (equalWithin 1e-5) expected

[<Fact>]
let ``only targets count`` () =
    use _ = torch.NewDisposeScope()
    use model = createModel "qwen2"
    let rows = countingRows 2 6 0L
    let answer = torch.zeros_like rows.Targets
    answer[0L, 4L] <- torch.tensor true
    let logits = model.Logits(TokenBatch rows.Tokens, torch.tensor ([| 4L |]))
    let token = rows.Tokens[0L, 4L].ToInt64()
    let expected = -((logits.log_softmax 1L)[0L, token]).ToDouble()

    evaluate model (TrainingRows(rows.Tokens, answer))
    |> should (equalWithin 1e-5) expected

[<Fact>]
let ``a bidirectional model is refused`` () =
    use _ = torch.NewDisposeScope()
    use model = createModel "Dream"

    (fun () -> evaluate model (countingRows 2 6 0L) |> ignore)
    |> shouldFailWith<TrainingException>
    |> should haveSubstring "bidirectional"
