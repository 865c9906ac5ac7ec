/// What holes are tested with.
module DiffuCoder.Core.Tests.Sampling.SmallHoles

open Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling.SmallModels
open DiffuCoder.Core.Tests.Sampling.CountingModel
open DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests
open DiffuCoder.Core.Tests.Constraints

let model = lazy (create 7L)
let greedy = SamplerOptions(Steps = 64, Temperature = 0.0, TopP = 1.0)
let known (tokens: int list) = OpenPart.Known(ResizeArray tokens)

let text (lengths: int list) =
    OpenCanvas [| known [ 1; 2; 3 ]; OpenPart.Hole(lengths); known [ 4; 5 ] |]

let fillBy (holes: HoleOptions) (options: SamplerOptions) lengths =
    HoleFiller(model.Value, options, null, holes).Fill(text lengths, 3L)

let fill = fillBy HoleOptions.Default

let lines (filled: FilledHoles) =
    [ for one in filled.Candidates -> TrajectoryFile.ToLine one.Trajectory ]

let recorded (options: SamplerOptions) =
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
        RecordProbabilities = true
    )

let canvas length =
    Canvas.Infill [| 1; 2; 3; yield! Array.create length MaskId; 4; 5 |]
