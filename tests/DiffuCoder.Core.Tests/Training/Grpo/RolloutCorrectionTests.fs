module DiffuCoder.Core.Tests.Training.Grpo.RolloutCorrectionTests

open System
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Training
open DiffuCoder.Training.Grpo
open DiffuCoder.Core.Tests.Training.TinyRuns
open DiffuCoder.Core.Tests.Training.Grpo.SmallRuns

let private under (cache: Cache) (driftEvery: int voption) =
    SamplerOptions(
        MaxNewTokens = 6,
        Steps = 6,
        BlockLength = Nullable 3,
        Temperature = 1.0,
        TopP = 1.0,
        Cache = cache,
        DriftEvery = ValueOption.toNullable driftEvery
    )

let private corrected (cap: float voption) sampling =
    GrpoOptions(GroupSize = 4, Sampling = sampling, SynchronizeReferenceEvery = Nullable 4L, RolloutCorrection = ValueOption.toNullable cap)

let private measured = under Cache.Dual (ValueSome 1)

/// The weights after some rounds, and all that was logged.
let private learned options =
    use model = SmallRuns.createModel ()
    let seen = ResizeArray<TrainingProgress>()

    let listener =
        { new IProgress<TrainingProgress> with
            member _.Report report = seen.Add report
        }

    (trainer model options (training 4L) null ignore).Run(listener) |> ignore

    weightsOf model,
    [
        for report in seen -> Map [ for entry in report.Measures -> entry.Key, entry.Value ]
    ]

let private ratiosIn (measures: Map<string, float>) =
    [
        for name, value in Map.toList measures do
            if name.StartsWith "rollout_ratio" then
                name, value
    ]

[<Fact>]
let ``completions can be written under a cache, and what it is off by is logged where it is measured`` () =
    let _, unmeasured = learned (corrected ValueNone (under Cache.Dual ValueNone))
    unmeasured |> List.collect ratiosIn |> should be Empty
    let _, logged = learned (corrected ValueNone measured)
    logged |> should not' (be Empty)

    for measures in logged do
        ratiosIn measures
        |> List.map fst
        |> should equal [ "rollout_ratio"; "rollout_ratio_largest" ]

        measures["rollout_ratio"] |> should (equalWithin 0.5) 1.0

        measures["rollout_ratio_largest"]
        |> should be (greaterThanOrEqualTo measures["rollout_ratio"])

[<Fact>]
let ``weights above a cap are counted, and change what is learned`` () =
    let plain, _ = learned (corrected ValueNone measured)
    let weighed, logged = learned (corrected (ValueSome 1.0) measured)
    weighed |> should not' (equal plain)

    for measures in logged do
        measures["rollout_ratio_truncated"] |> should be (greaterThan 0.0)
        measures["rollout_ratio_truncated"] |> should be (lessThan 1.0)

[<Fact>]
let ``where the cache reads everything a correction has all but nothing to correct`` () =
    let always = Cache("always", (fun row -> row.BlockEnd), (fun _ -> true))
    let _, logged = learned (corrected (ValueSome 2.0) (under always (ValueSome 1)))

    for measures in logged do
        measures["rollout_ratio"] |> should (equalWithin 1e-4) 1.0
        measures["rollout_ratio_largest"] |> should (equalWithin 1e-4) 1.0
        measures["rollout_ratio_truncated"] |> should equal 0.0

[<Fact>]
let ``a corrected run leaves no tensor behind`` () =
    let work () =
        learned (corrected (ValueSome 2.0) measured) |> ignore

    work ()
    LiveTensors.LeftBy work |> should equal 0L

let private runIn (directory: TemporaryDirectory) options stop =
    use model = SmallRuns.createModel ()
    use source = new CancellationTokenSource()

    let probe name =
        if stop && name = "step done" then
            source.Cancel()

    let result =
        (trainer model options (training 6L) directory.Path probe).Run(null, source.Token)

    result.Finished, weightsOf model

[<Fact>]
let ``a corrected run goes on where it was stopped, under the same cap alone`` () =
    use whole = new TemporaryDirectory()
    use parts = new TemporaryDirectory()
    let options cap = corrected cap measured
    runIn parts (options (ValueSome 2.0)) true |> fst |> should equal false

    for other in [ ValueNone; ValueSome 3.0 ] do
        (fun () -> runIn parts (options other) false |> ignore)
        |> shouldFailWith<TrainingException>
        |> should haveSubstring "correction=2"

    runIn parts (options (ValueSome 2.0)) false
    |> should equal (runIn whole (options (ValueSome 2.0)) false)

[<Fact>]
let ``a correction that nothing measures is refused, with what to set`` () =
    let refused sampling =
        (fun () -> learned (corrected (ValueSome 2.0) sampling) |> ignore)
        |> shouldFailWith<TrainingException>

    let withoutCache = refused (under Cache.None ValueNone)
    withoutCache |> should haveSubstring "set Cache and DriftEvery"
    withoutCache |> should haveSubstring "RolloutCorrection to null"
    refused (under Cache.Dual ValueNone) |> should haveSubstring "set DriftEvery"

    for cap in [ 0.0; -1.0; nan; infinity ] do
        (fun () -> corrected (ValueSome cap) measured |> ignore)
        |> shouldFailWith<TrainingException>
        |> should haveSubstring "RolloutCorrection"

[<Fact>]
let ``a run without a cache is described as before there were caches`` () =
    let sampling =
        "sampling=(SamplerOptions { MaxNewTokens = 256, Steps = 256, Temperature = 1.2, TopP = 0.95, TopK = , Remasking = entropy, "
        + "Schedule = time grid, BlockLength = , Guidance = 0, RemaskingTemperature = 0, Epsilon = 0.001, StopTokens = , "
        + "DeferStopTokens = False, FinishWithStopTokens = False, KnownTokensOnly = False, MaskPrediction = Replace, RecordCandidates = None })"

    GrpoOptions.Paper.Description |> should endWith sampling
    let described = (corrected (ValueSome 2.5) measured).Description
    described |> should haveSubstring ", Cache = dual, DriftEvery = 1, "
    described |> should endWith " correction=2.5"

    // resuming compares these, so each tells one setting from another
    [
        for sampling in
            [
                under Cache.None ValueNone
                under Cache.Dual ValueNone
                under Cache.Prefix ValueNone
                measured
            ] -> (corrected ValueNone sampling).Description
    ]
    |> List.distinct
    |> should haveLength 4
