/// What repairs are tested with: checkers that look at tokens or text, and a small model with drawn weights.
module DiffuCoder.Core.Tests.Repairs.SmallRepairs

open Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Repairs
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Constraints

let model = Vocabulary.model

let tokenizer = Vocabulary.tokenizer

let options = SamplerOptions(MaxNewTokens = 16, Steps = 16, Temperature = 1.0)

let answerWith options (prompt: string) seed =
    let canvas =
        Canvas.Complete(Vocabulary.encode prompt, 16, model.Value.Config.MaskTokenId.Value)

    DiffusionSampler(model.Value, options, tokenizer.Value).Generate(canvas, seed)

let answer seed = answerWith options "return " seed

/// A score that any change of the text may change, with a span from the text too.
let scoreOf (text: string) =
    let sum = text |> Seq.sumBy int
    float (sum % 97) / 97.0

let byText =
    Checker.From(
        "sum",
        fun text ->
            if scoreOf text > 0.95 then
                Finding.Good
            else
                let where =
                    if text.Length = 0 || text.Length % 3 = 0 then
                        null
                    else
                        TextSpan(text.Length / 2, 1)

                Finding.Bad("the sum is not right", where, scoreOf text)
    )

let never where =
    Checker.From("never", fun _ -> Finding.Bad("never", where))

let policies: RepairPolicy list =
    [
        RepairPolicy.Widening(1).WithRoom 2
        RepairPolicy.LeastConfident 0.3
        RepairPolicy.Suffix()
        RepairPolicy.Everything
    ]

let repairer (options: RepairOptions) =
    Repairer(model.Value, options, tokenizer.Value)

let rounds count =
    RepairOptions(Rounds = count, Policies = Array.ofList policies)

let run (options: RepairOptions) (checker: Checker) answer (seed: int64) =
    (repairer options).Run([| RepairJob(answer, checker) |], [| seed |])[0]

let finalOf (trajectory: Trajectory) = List.ofSeq trajectory.Final

/// Positions that a round kept; none where all was masked.
let keptOf (trajectory: Trajectory) =
    match trajectory.Written with
    | null -> [||]
    | written -> Array.ofSeq written

let texts (run: RepairRun) =
    [
        for round in run.Rounds -> round.Policy, List.ofSeq round.Masked, finalOf round.Trajectory, round.Finding
    ]
