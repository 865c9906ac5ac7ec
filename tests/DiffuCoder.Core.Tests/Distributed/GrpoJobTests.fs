/// Coupled-GRPO in several processes ends with the bytes of one: prompts, rewards, estimates and gradients are shared out.
module DiffuCoder.Core.Tests.Distributed.GrpoJobTests

open System
open System.IO
open System.Threading
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Distributed
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo

/// A reward that does not apply to every completion.
let private sometimes =
    Reward(
        "sometimes",
        0.5,
        fun rollout _ ->
            Task.FromResult(
                if rollout.Length % 2 = 0 then
                    Nullable()
                else
                    Nullable(float rollout.Length / 3.0)
            )
    )

let private train (more: Reward list) stop directory =
    use model = SmallRuns.createModel ()
    let rewards = [| SmallRuns.lowTokens; sometimes; yield! more |]

    GrpoTrainer(model, SmallRuns.tokenizer.Value, SmallRuns.tasks, rewards, SmallRuns.options, SmallRuns.training 8L, directory)
        .Run(null, stop)

/// Rank 1 is cancelled while a completion of the third round waits for this reward, which says nothing of any.
let private cancelling (source: CancellationTokenSource) =
    let give (rollout: Rollout) (stop: CancellationToken) =
        if Job.Rank = 1 && rollout.Task.Id = "long-2" then
            source.Cancel()

        stop.ThrowIfCancellationRequested()
        Task.FromResult(Nullable<float>())

    Reward("waiting", 1.0, give)

let private work name directory =
    let run = Path.Combine(directory, "run")
    Job.Ranks |> should be (greaterThan 1)

    match name with
    | "whole" -> (train [] CancellationToken.None run).Finished |> should equal true
    | "waiting" ->
        use source = new CancellationTokenSource()

        (train [ cancelling source ] CancellationToken.None run).Finished
        |> should equal true
    | "cancelled" ->
        use source = new CancellationTokenSource()
        let result = train [ cancelling source ] source.Token run
        result.Finished |> should equal false
        // two rounds of two updates were done
        result.Step |> should equal 4L
    | _ -> failwith $"no work is called {name}"

[<Literal>]
let private Test = "n processes learn from rewards what one does"

let private mustRun ranks name (directory: TemporaryDirectory) =
    let code, output = Jobs.run ranks Test name directory.Path

    if code <> 0 then
        Assert.Fail $"exit code {code}:\n{output}"

let private ofOneProcess more =
    use directory = new TemporaryDirectory()
    train more CancellationToken.None (directory.File "run") |> ignore
    Jobs.left (directory.File "run")

[<Theory>]
[<InlineData 2>]
[<InlineData 3>]
let ``n processes learn from rewards what one does`` (ranks: int) =
    match Jobs.given () with
    // the processes of all jobs here run this test; the first of its cases does the work
    | Some(name, directory) when ranks = 2 -> work name directory
    | Some _ -> ()
    | None ->
        use directory = new TemporaryDirectory()
        mustRun ranks "whole" directory
        Jobs.left (directory.File "run") |> should equal (ofOneProcess [])

[<Fact>]
let ``a round that one rank gives up is given up by all, and others make it anew`` () =
    use directory = new TemporaryDirectory()
    mustRun 2 "cancelled" directory
    mustRun 3 "waiting" directory
    use source = new CancellationTokenSource()

    Jobs.left (directory.File "run")
    |> should equal (ofOneProcess [ cancelling source ])
