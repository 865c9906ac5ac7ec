/// The runs of reinforcement learning: what varies between them, and what does not.
module DiffuCoder.Kit.Tests.Tiny.ReinforcementTests

open System
open System.IO
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Sandbox
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Trainer
open DiffuCoder.Training.Pipelines

type private ScalarType = TorchSharp.torch.ScalarType

let private someTasks =
    lazy (Corpus.reinforcementTasksIn ManyStyles |> Seq.truncate 16 |> List.ofSeq)

/// A sandbox that nothing is run in.
let private none =
    { new ISandbox with
        member _.Description = "none"
        member _.RunAsync(_, _, _) = invalidOp "nothing is run here"
        member _.AskAsync(_, _, _) = invalidOp "nothing is run here"
        member _.DisposeAsync() = Tasks.ValueTask.CompletedTask
    }

let private setting: Reinforcement.Setting =
    {
        Sandbox = none
        SometimesSolved = fun _ _ -> someTasks.Value
        Manner = ManyStyles
        Threads = 2
    }

let private stageOf (run: Reinforcement.Run) =
    Reinforcement.ofRun setting None run :?> ReinforcementStage

let private ablation name =
    Reinforcement.ablationRuns ManyStyles [ 3L ]
    |> List.find (fun run -> run.Name = $"{name}-3")
    |> stageOf

let private tokenizer = lazy (Model.tokenizer (Model.tiny Stage.Instruct))

let private tasksOf (stage: ReinforcementStage) =
    (stage.Tasks.Invoke tokenizer.Value).Description

[<Fact>]
let ``the full mask at as many passes makes three times the updates of the same completions`` () =
    let once, thrice = ablation "full-mask", ablation "full-mask-thrice"

    let rounds (stage: ReinforcementStage) =
        stage.Training.Steps / int64 stage.Options.Iterations

    thrice.Training.Steps |> should equal (3L * once.Training.Steps)
    rounds thrice |> should equal (rounds once)
    // both tell the reward of every round
    thrice.Training.LogEvery |> should equal (int64 thrice.Options.Iterations)
    thrice.Options.Estimator |> should equal once.Options.Estimator

[<Fact>]
let ``runs of one seed meet their tasks in one order, and those of another in another`` () =
    let of' seed =
        Reinforcement.ablationRuns ManyStyles [ seed ] |> List.map (stageOf >> tasksOf)

    of' 3L |> List.distinct |> List.length |> should equal 1
    of' 4L |> List.head |> should not' (equal (of' 3L |> List.head))

[<Fact>]
let ``the causal model has room to end its answers, and the others the canvas they see`` () =
    (ablation "next-token").Options.Sampling.MaxNewTokens
    |> should equal TinyFamily.CompletionLength

    (ablation "coupled").Options.Sampling.MaxNewTokens |> should equal 40

[<Fact>]
let ``a run that is measured from a reference keeps all groups, and a long one renews it`` () =
    for run in Reinforcement.runs ManyStyles do
        let stage = stageOf run
        let isPaper = run.Name.StartsWith "cpgrpo-paper"
        stage.Options.SkipGroupsWithoutSpread |> should equal (not isPaper)
        stage.Options.SynchronizeReferenceEvery |> should equal (Nullable 64L)
        stage.StoredType |> should equal ScalarType.BFloat16

[<Fact>]
let ``short runs are stored as they were trained`` () =
    for run in Reinforcement.ablationRuns ManyStyles [ 1L ] do
        let stage = stageOf run
        stage.StoredType |> should equal ScalarType.Float32
        stage.Options.SynchronizeReferenceEvery |> should equal (Nullable<int64>())

[<Fact>]
let ``tasks that are solved sometimes are found once, for the same weights, canvas and search`` () =
    let folder = Directory.CreateTempSubdirectory("diffucoder-search-").FullName

    try
        let canvas: HardTasks.Canvas =
            {
                Tokens = 40
                Steps = 20
                LongestSolution = 34
            }

        let search: HardTasks.Search =
            {
                Name = "sometimes"
                Looked = 6
                Most = 2
            }

        let choose sandbox canvas search =
            let checkpoint = TinyFamily.directory Stage.Instruct
            HardTasks.choose sandbox CancellationToken.None checkpoint folder OneStyle canvas search

        let ids (tasks: CodeTask list) = tasks |> List.map _.Id
        use sandbox = Sandbox.start ()
        let chosen = choose sandbox canvas search
        chosen |> should not' (be Empty)

        // nothing is run a second time
        Directory.Delete(Path.Combine(folder, search.Name), true)
        choose none canvas search |> ids |> should equal (ids chosen)

        // another search is made
        (fun () -> choose none canvas { search with Looked = 7 } |> ignore)
        |> should throw typeof<InvalidOperationException>
    finally
        Directory.Delete(folder, true)

let private tried arguments =
    let given = Program.parser.Parse(List.toArray arguments)
    Reinforcement.runs ManyStyles |> List.head |> Program.tried given

[<Fact>]
let ``a better recipe is looked for with other rates and lengths, of one stage`` () =
    let plan =
        (tried [ "--stage"; "cpgrpo-1"; "--rate"; "2e-4"; "--updates"; "60" ]).Plan

    (plan.Rate, plan.Updates) |> should equal (2e-4, 60L)

    tried [ "--stage"; "cpgrpo-1" ]
    |> should equal (List.head (Reinforcement.runs ManyStyles))

    let refusal arguments =
        Assert.Throws<Argu.ArguParseException>(fun () -> tried arguments |> ignore).Message

    refusal [ "--rate"; "2e-4" ] |> should haveSubstring "name it by --stage"

    refusal [ "--stage"; "cpgrpo-1"; "--rate"; "0" ]
    |> should haveSubstring "--rate is 0"

    refusal [ "--stage"; "cpgrpo-1"; "--updates"; "0" ]
    |> should haveSubstring "--updates is 0"
