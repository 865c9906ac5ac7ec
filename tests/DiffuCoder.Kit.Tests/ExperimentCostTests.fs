/// What is left of a full experiment that was ended.
module DiffuCoder.Kit.Tests.ExperimentCostTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.ExperimentTests

[<Fact>]
let ``a run that is gone on with costs what is left of it`` () =
    let folder = StandIn.temporaryFolder ()
    let models, data = Path.Combine(folder, "models"), Path.Combine(folder, "data")
    Directory.CreateDirectory data |> ignore
    Notebooks.Released.data data
    StandIn.write "Dream" (Path.Combine(models, "DiffuCoder-7B-Instruct"))

    let experiment =
        { full models data with
            Sampler = StandIn.quick
            Problems = 2
            Directory = Some(Path.Combine(folder, "runs"))
        }

    let other =
        { StandIn.quick with
            Steps = StandIn.quick.Steps * 2
            MaxNewTokens = StandIn.quick.MaxNewTokens * 2
        }

    let left () =
        experiment
        |> ExperimentRun.cost "05" Stage.Instruct [ 2, experiment.Sampler; 3, other ]

    let steps = int64 StandIn.quick.Steps
    (left ()).Answers |> should equal 5
    (left ()).Passes |> should equal (steps + 2L * steps)
    let prompts = experiment |> Experiment.code |> Benchmark.prompts PromptKind.Chat

    let write name options =
        prompts
        |> ExperimentRun.answers experiment name Stage.Instruct options
        |> ignore

    write "06, of another notebook" experiment.Sampler
    (left ()).Answers |> should equal 5
    write "05, code" experiment.Sampler
    experiment |> ExperimentRun.kept "05" |> should equal 2
    // the first part is there, and none of the second
    (left ()).Answers |> should equal 3
    (left ()).Passes |> should equal (2L * steps)
    write "05, more" other
    (left ()).Answers |> should equal 1
    write "05, most" other
    left () |> should equal Cost.none

[<Fact>]
let ``evaluations that are kept are counted by their answers`` () =
    let folder = StandIn.temporaryFolder ()
    let run = Path.Combine(folder, "12--temperature-0.2", "DiffuCoder-7B-Base")
    Directory.CreateDirectory run |> ignore
    File.WriteAllText(Path.Combine(run, "samples.jsonl"), "{}\n{}\n{}\n")
    File.WriteAllText(Path.Combine(run, "options.json"), "{}\n")

    { full "models" "data" with
        Directory = Some folder
    }
    |> ExperimentRun.kept "12"
    |> should equal 3

    read [] |> ExperimentRun.kept "12" |> should equal 0
