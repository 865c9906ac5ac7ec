module DiffuCoder.Kit.Tests.Documentation.ExamplesTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Kit.Tests.Documentation.Examples

let private kit =
    lazy read (Path.Combine(AppContext.BaseDirectory, "DiffuCoder.Kit.xml"))

/// One that does not compile, so that a compiler which finds nothing is noticed.
let private broken =
    {
        Member = "the example broken on purpose"
        Code = "let few = Prompt.chat \"Add.\"\nfew |> Trajectory.code"
    }

[<Fact>]
let ``every example in the documentation compiles`` () =
    match firstError (kit.Value @ [ broken ]) with
    | None -> failwith "The compiler found nothing in an example that is broken on purpose."
    | Some error -> error |> should startWith $"{broken.Member}(2,"

[<Fact>]
let ``the modules that people work with have examples`` () =
    let documented = kit.Value |> List.map (fun example -> example.Member[2..])

    for name in
        [
            "Model"
            "Prompt"
            "Sampler"
            "Trajectory"
            "Arness"
            "Entropy"
            "Diversity"
            "Sandbox"
            "Benchmark"
            "Evaluate"
            "Reward"
            "Grpo"
            "Data"
            "TinyCorpus"
            "Loss"
            "Likelihood"
            "Runs"
            "TrainOptions"
            "Annealing"
            "Pipeline"
        ] do
        documented
        |> List.exists (fun example ->
            example = $"DiffuCoder.{name}"
            || example.StartsWith $"DiffuCoder.{name}."
            || example.StartsWith $"DiffuCoder.{name}Module")
        |> should equal true
