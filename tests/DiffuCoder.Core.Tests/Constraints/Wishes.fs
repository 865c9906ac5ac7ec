/// What sampling under a constraint is tested with: languages, and how they are decoded.
module DiffuCoder.Core.Tests.Constraints.Wishes

open FsCheck.FSharp
open DiffuCoder.Constraints
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling
open DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests
open DiffuCoder.Core.Tests.Constraints.Vocabulary

let mask = lazy (idOf "<|mask|>")
let stop = lazy (idOf "<|end|>")

/// Expressions whose texts fill any number of tokens from three on.
let patterns =
    [
        @"(ab|ba)+"
        @"\d{4}-\d\d-\d\d.*"
        @"(yes|no|maybe)( (yes|no|maybe))*"
        @"[^a]*é[^a]+"
        @"\{(""[a-z]+"": \d+, )*""end"": null\}"
        @".*"
    ]

let longEnough =
    function
    | @"\d{4}-\d\d-\d\d.*"
    | @"\{(""[a-z]+"": \d+, )*""end"": null\}" -> 16
    | _ -> 3

type Wish =
    {
        Pattern: string
        Masks: int list
        Defers: bool
        Finishes: bool
        IsCausal: bool
        HasStops: bool
    }

type Wishes =
    static member Wish() =
        gen {
            let! pattern = Gen.elements patterns
            let! rows = Gen.choose (1, 3)
            let! masks = Gen.listOfLength rows (Gen.choose (longEnough pattern, 24))
            let! defers = Gen.elements [ true; false ]
            let! finishes = Gen.elements [ true; false ]
            let! hasStops = Gen.elements [ true; true; false ]
            let! isCausal = Gen.elements [ true; false; false; false ]

            return
                {
                    Pattern = pattern
                    Masks = masks
                    Defers = defers
                    Finishes = finishes
                    IsCausal = isCausal
                    // not every number of tokens makes an object
                    HasStops = hasStops || pattern.StartsWith @"\{"
                }
        }
        |> Arb.fromGen

let withConstraint constraint' wish (options: SamplerOptions) =
    SamplerOptions(
        MaxNewTokens = options.MaxNewTokens,
        Steps = options.Steps,
        Temperature = options.Temperature,
        TopP = options.TopP,
        TopK = options.TopK,
        BlockLength = options.BlockLength,
        Cache = options.Cache,
        Schedule = options.Schedule,
        DriftEvery = options.DriftEvery,
        Guidance = options.Guidance,
        Remasking = options.Remasking,
        RemaskingTemperature = options.RemaskingTemperature,
        StopTokens = (if wish.HasStops then null else [||]),
        DeferStopTokens = wish.Defers,
        FinishWithStopTokens = wish.Finishes,
        Constraint = constraint'
    )

let prompt = lazy (encode "x + 1\n")
