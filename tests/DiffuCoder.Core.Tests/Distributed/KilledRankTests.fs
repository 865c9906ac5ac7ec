/// At whatever moment a process is killed, the job that is resumed ends with the bytes of one that was left alone.
module DiffuCoder.Core.Tests.Distributed.KilledRankTests

open System
open System.Diagnostics
open System.IO
open System.Threading
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Distributed
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo

/// When a process kills itself.
type private Moment =
    {
        Rank: int
        /// `starting`, `reading`, `computing`, `saving` or `rewarding`.
        Place: string
        /// The milliseconds since it began or since its first micro-batch, or the number of what it reads, changes on the disk or rewards.
        Number: int
    }

    override moment.ToString() =
        $"{moment.Rank} {moment.Place} {moment.Number}"

let private momentOf (words: string) =
    match words.Split ' ' with
    | [| rank; place; number |] ->
        Some
            {
                Rank = int rank
                Place = place
                Number = int number
            }
    | _ -> None

/// SIGKILL: nothing is flushed, closed or told to anybody.
let private die () =
    use own = Process.GetCurrentProcess()
    own.Kill()
    Thread.Sleep Timeout.Infinite

let private dieIn (milliseconds: int) =
    let work () =
        Thread.Sleep milliseconds
        die ()

    Thread(work, IsBackground = true).Start()

// before MPI is there to be asked
let private ownRank =
    match Environment.GetEnvironmentVariable "OMPI_COMM_WORLD_RANK" with
    | null -> 0
    | rank -> int rank

/// What a process calls at a place; it dies there the n-th time.
let private at place (moment: Moment option) =
    match moment with
    | Some moment when moment.Place = place && moment.Rank = ownRank ->
        let left = ref moment.Number

        fun () ->
            if Interlocked.Decrement(&left.contents) = 0 then
                die ()
    | _ -> ignore

/// What a process calls at a place; it dies so long after the first time.
let private after place (moment: Moment option) =
    match moment with
    | Some moment when moment.Place = place && moment.Rank = ownRank ->
        let first = ref 1

        fun () ->
            if Interlocked.Exchange(&first.contents, 0) = 1 then
                dieIn moment.Number
    | _ -> ignore

let private train (moment: Moment option) (directory: string) =
    after "starting" moment ()
    let reading, computing = at "reading" moment, after "computing" moment

    let data =
        { new ITrainingData with
            member _.Description = "counting, where the process may die"

            member _.Next batch =
                reading ()
                computing ()
                countingRows 4 10 batch
        }

    let options =
        TrainingOptions(
            Steps = 240L,
            MicroBatches = 2,
            Seed = 3L,
            LearningRate = LearningRate(Peak = 0.01, WarmupSteps = 2L),
            LogEvery = 3L,
            CheckpointEvery = 2L,
            TensorBoard = false,
            Best = BestMeasure.ValidationLoss
        )

    use model = createModel "Dream"
    let validation = Validation(counting 3 7, Batches = 2, Every = 3L)
    let saving = at "saving" moment

    Trainer(model, ResumeTests.objective, data, options, directory, Validation = validation, Probe = (fun _ -> saving ())).Run()
    |> ignore

let private reinforce (moment: Moment option) (directory: string) =
    let rewarding, saving = at "rewarding" moment, at "saving" moment

    let watched =
        Reward(
            "watched",
            1.0,
            fun rollout _ ->
                rewarding ()
                Task.FromResult(Nullable(float rollout.Length))
        )

    use model = SmallRuns.createModel ()
    let rewards = [| SmallRuns.lowTokens; watched |]

    GrpoTrainer(
        model,
        SmallRuns.tokenizer.Value,
        SmallRuns.tasks,
        rewards,
        SmallRuns.options,
        SmallRuns.training 8L,
        directory,
        Probe = (fun _ -> saving ())
    )
        .Run()
    |> ignore

let private run (directory: TemporaryDirectory) = directory.File "run"

let private ofOneProcess train =
    use directory = new TemporaryDirectory()
    train None (run directory)
    Jobs.left (run directory)

/// Two processes, killed at each of the moments and started again, then left alone.
let private killed (test: string) train seed (moments: Moment list) =
    use directory = new TemporaryDirectory()
    let said = moments |> List.map string |> String.concat ", "
    let about = $"seed {seed}, killed at: {said}"

    for moment in moments do
        let code, output = Jobs.runMortal 2 test (string moment) directory.Path
        Assert.True(code <> 0, $"Nobody was killed at {moment}; {about}\n{output}")

    let code, output = Jobs.run 2 test "finish" directory.Path
    Assert.True((code = 0), $"The job cannot be resumed; {about}\n{output}")
    let expected = ofOneProcess train
    let left = Jobs.left (run directory)

    let different =
        [
            for name, bytes in expected do
                if List.tryFind (fst >> (=) name) left <> Some(name, bytes) then
                    name
        ]

    Assert.True((left = expected), $"""{String.concat ", " different} of {left.Length} files differ; {about}""")

/// The work of a process of a job, if this is one; else the test.
let private within train test =
    match Jobs.given () with
    | Some(name, directory) -> train (momentOf name) (Path.Combine(directory, "run"))
    | None -> test ()

[<Fact>]
let ``two processes of which one is killed at twenty random moments end with the bytes of one that was left alone`` () =
    within train (fun () ->
        let seed = Random.Shared.Next()
        let random = Random seed

        let moment i =
            let rank = random.Next 2

            match i % 4 with
            | 0 -> rank, "starting", random.Next 700
            | 1 -> rank, "reading", random.Next(1, 13)
            | 2 -> rank, "computing", random.Next 700
            // rank 0 alone writes
            | _ -> 0, "saving", random.Next(1, 25)

        [
            for i in 1..20 ->
                let rank, place, number = moment i

                {
                    Rank = rank
                    Place = place
                    Number = number
                }
        ]
        |> killed "two processes of which one is killed at twenty random moments*" train seed)

[<Fact>]
let ``coupled-GRPO of two processes that is killed while it rewards and saves ends with the bytes of one process`` () =
    within reinforce (fun () ->
        let seed = Random.Shared.Next()
        let random = Random seed

        [
            random.Next 2, "rewarding", random.Next(1, 9)
            0, "saving", random.Next(1, 7)
            random.Next 2, "rewarding", random.Next(1, 5)
        ]
        |> List.map (fun (rank, place, number) ->
            {
                Rank = rank
                Place = place
                Number = number
            })
        |> killed "coupled-GRPO of two processes that is killed*" reinforce seed)
