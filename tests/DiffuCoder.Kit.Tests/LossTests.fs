module DiffuCoder.Kit.Tests.LossTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Training
open DiffuCoder.Datasets
open DiffuCoder.Kit.Tests.StandIn

[<Fact>]
let ``the more is masked, the harder a trained model finds each token`` () =
    use model = Model.tinyWith inFloat32 Stage.Instruct

    let curve =
        TinyCorpus.requests Split.HeldOutParameters 12
        |> Data.rowsOfAnswers (Model.tokenizer model)
        |> Loss.byTime
            model
            { LossOptions.Default with
                Times = [ 0.1; 0.5; 1.0 ]
                Draws = 2
            }

    curve |> List.map _.Time |> should equal [ 0.1; 0.5; 1.0 ]
    let means = curve |> List.map _.Value.Mean
    means |> should be ascending
    means.Head |> should be (lessThan 0.5)

    (List.last means, 2.0 * means.Head)
    ||> (fun last twice -> last |> should be (greaterThan twice))

    for point in curve do
        (point.Value.Low <= point.Value.Mean && point.Value.Mean <= point.Value.High)
        |> should equal true

[<Fact>]
let ``options out of range are refused in words`` () =
    use model = Model.load (directory ())

    let row =
        [ Prompt.complete "def", " total" ]
        |> Data.rowsOfAnswers (Model.tokenizer model)

    Assert
        .Throws<TrainingException>(fun () ->
            row
            |> Loss.byTime
                model
                { LossOptions.Default with
                    Times = [ 1.5 ]
                }
            |> ignore)
        .Message
    |> should haveSubstring "1.5"

[<Fact>]
let ``rows learn what follows the prompt, and end as it would`` () =
    use model = Model.load (directory ())
    let tokenizer = Model.tokenizer model

    let rows =
        [
            Prompt.complete "def total", "(values)"
            Prompt.instruct "Add.", "def total(values)\n```\n"
            Prompt.chat "Add.", "user"
        ]
        |> Data.rowsOfAnswers tokenizer
        |> List.ofSeq

    let parts (row: TokenRow) =
        let known, learned = List.ofSeq row.Tokens |> List.splitAt row.LearnedFrom
        Tokenizer.decode tokenizer known, Tokenizer.decode tokenizer learned

    rows
    |> List.map (parts >> snd)
    |> should
        equal
        [
            "(values)<|endoftext|>"
            "def total(values)\n```\n<|im_end|>"
            "user<|im_end|>"
        ]

    fst (parts rows[0]) |> should equal "def total"
    fst (parts rows[1]) |> should endWith Prompt.AnswerPrefix

    Assert
        .Throws<DataException>(fun () ->
            [ Prompt.infill [ Part.Text "def" ], "" ]
            |> Data.rowsOfAnswers tokenizer
            |> Seq.iter ignore)
        .Message
    |> should haveSubstring "holes"
