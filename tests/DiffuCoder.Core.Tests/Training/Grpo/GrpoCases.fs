/// The reference vectors of coupled-GRPO: what the released trainer gave for stored draws.
module DiffuCoder.Core.Tests.Training.Grpo.GrpoCases

open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests

let grpoCase = Golden.case "06_coupled_grpo"

let flag (case: Golden.Case) (name: string) =
    (case.Tensor name).``to``(torch.ScalarType.Bool)

let load name = Golden.load name

let property (case: Golden.Case) (name: string) = case.Json.GetProperty(name).GetDouble()

/// The prompts and completions of a case as the release sees them: padding is attended to, and every completion token is estimated.
let released (prompts: torch.Tensor) (completions: torch.Tensor) =
    Completions(torch.cat ([| prompts; completions |], 1L), prompts.shape[1], torch.ones_like (completions, dtype = torch.ScalarType.Bool))

/// The views of a stored matrix, whose columns cover the prompt too.
let views (completions: Completions) (ratio: float) (matrix: torch.Tensor) =
    let uniform =
        matrix.narrow (1L, completions.PromptLength, completions.CompletionLength)

    LikelihoodEstimator.Paper.Views(completions, [| MaskDrawing(ratio, [| uniform |]) |])
