module DiffuCoder.Kit.Tests.StoredAnswersTests

open System
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Evaluation

let private prompts =
    [
        for name in [ "a"; "b"; "c"; "d"; "e" ] -> Prompt.complete $"def {name}(values):\n"
    ]

let private options =
    { StandIn.quick with
        Temperature = 0.8
        TopP = 1.0
    }

let private lines (answers: Trajectory list) =
    [ for answer in answers -> DiffuCoder.Sampling.TrajectoryFile.ToLine answer ]

let private refusal (work: unit -> 'a) =
    Assert.Throws<EvaluationException>(fun () -> work () |> ignore).Message

[<Fact>]
let ``what is kept in a directory is what would be generated without one`` () =
    use model = Model.loadWith StandIn.inFloat32 (StandIn.directory ())
    let folder = Path.Combine(StandIn.temporaryFolder (), "run")
    let kept = prompts |> Sampler.generateInto folder 2 model options

    lines kept
    |> should equal (prompts |> Sampler.generateInBatches 2 model options |> lines)

    Directory.GetFiles(folder, "answers-*.jsonl").Length |> should equal 3

[<Fact>]
let ``a run that was ended goes on with the batch that it was at, and gives the same`` () =
    use model = Model.loadWith StandIn.inFloat32 (StandIn.directory ())
    let folder = StandIn.temporaryFolder ()
    let whole = Path.Combine(folder, "whole")
    let ended = Path.Combine(folder, "ended")
    let uninterrupted = prompts |> Sampler.generateInto whole 2 model options |> lines
    use stop = new CancellationTokenSource()

    let watch (progress: GenerateProgress) =
        if progress.Answered = 2 then
            stop.Cancel()

    (fun () ->
        prompts
        |> Sampler.generateIntoWith watch stop.Token ended 2 model options
        |> ignore)
    |> should throw typeof<OperationCanceledException>

    let mutable seen = []

    let resumed =
        prompts
        |> Sampler.generateIntoWith (fun progress -> seen <- progress.Answered :: seen) CancellationToken.None ended 2 model options

    lines resumed |> should equal uninterrupted
    List.rev seen |> should equal [ 2; 4; 5 ]

    for file in Directory.GetFiles whole do
        File.ReadAllBytes(Path.Combine(ended, Path.GetFileName file))
        |> should equal (File.ReadAllBytes file)

[<Fact>]
let ``another run in the directory is refused by what differs`` () =
    use model = Model.loadWith StandIn.inFloat32 (StandIn.directory ())
    let folder = StandIn.temporaryFolder ()
    prompts |> Sampler.generateInto folder 2 model options |> ignore

    refusal (fun () ->
        prompts
        |> Sampler.generateInto folder 2 model { options with Temperature = 0.9 })
    |> should haveSubstring "Temperature 0.9"

    refusal (fun () -> prompts.Tail |> Sampler.generateInto folder 2 model options)
    |> should haveSubstring "canvases: saved 5, now 4"

    refusal (fun () -> List.rev prompts |> Sampler.generateInto folder 2 model options)
    |> should haveSubstring "canvasesSha256"

    refusal (fun () -> prompts |> Sampler.generateInto folder 3 model options)
    |> should haveSubstring "batch: saved 2, now 3"

    refusal (fun () -> prompts |> Sampler.generateInto folder 2 model { options with Seed = 7L })
    |> should haveSubstring "seedsSha256"

    use other = Model.loadWith StandIn.inFloat32 (StandIn.causalDirectory ())

    refusal (fun () -> prompts |> Sampler.generateInto folder 2 other options)
    |> should haveSubstring "model: saved"

[<Fact>]
let ``a damaged batch is named, and made anew when it is deleted`` () =
    use model = Model.loadWith StandIn.inFloat32 (StandIn.directory ())
    let folder = StandIn.temporaryFolder ()
    let answers = prompts |> Sampler.generateInto folder 2 model options |> lines
    let damaged = Path.Combine(folder, "answers-00002.jsonl")

    for text in [ "{"; File.ReadAllLines(damaged)[0] + "\n" ] do
        File.WriteAllText(damaged, text)

        let message =
            refusal (fun () -> prompts |> Sampler.generateInto folder 2 model options)

        message |> should haveSubstring damaged
        message |> should haveSubstring "Delete the file"

    File.Delete damaged

    prompts
    |> Sampler.generateInto folder 2 model options
    |> lines
    |> should equal answers
