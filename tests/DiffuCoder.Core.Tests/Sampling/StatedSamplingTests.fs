module DiffuCoder.Core.Tests.Sampling.StatedSamplingTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Checkpoints.Files

let private statedOf (create: int64 -> MaskedLanguageModel) (json: string) (without: string list) =
    use directory = new TemporaryDirectory()
    let path = directory.File "model"
    use drawn = create 3L
    drawn.Save path
    File.WriteAllText(Path.Combine(path, "generation_config.json"), json)
    use model = MaskedLanguageModel.Load path
    SamplerOptions.OfModel(model, Array.ofList without)

/// The options of a small model beside which this generation configuration lies.
let private stated = statedOf SmallModels.create

let private refusedBy<'e when 'e :> exn> (words: string) (json: string) (without: string list) =
    Assert.Throws<'e>(fun () -> stated json without |> ignore).Message
    |> should haveSubstring words

[<Fact>]
let ``what a checkpoint states of sampling is offered, over the preset of its family`` () =
    let options =
        stated
            """{"_from_model_config":true,"eos_token_id":21,"transformers_version":"4.46.2","temperature":0.4,"top_p":0.9,"top_k":50,"steps":128,
                "max_new_tokens":64,"alg":"maskgit_plus","alg_temp":0.1,"eps":0.01,"repetition_penalty":1.0,"num_beams":1,"min_p":null}"""
            []

    options
    |> should
        equal
        (SamplerOptions(
            Temperature = 0.4,
            TopP = 0.9,
            TopK = Nullable 50,
            Steps = 128,
            MaxNewTokens = 64,
            Remasking = Remasking.MaskgitPlus,
            RemaskingTemperature = 0.1,
            Epsilon = 0.01
        ))

[<Fact>]
let ``a checkpoint that states nothing gives the preset`` () =
    stated """{"eos_token_id":21}""" [] |> should equal SamplerOptions.Paper
    use model = SmallModels.create 3L
    SamplerOptions.OfModel(model) |> should equal SamplerOptions.Paper

[<Fact>]
let ``where a causal model's file is silent, it is as transformers takes it`` () =
    let causal = statedOf SmallModels.createCausal
    (causal """{"temperature":0.7}""" []).Temperature |> should equal 0.0

    let sampled =
        causal """{"do_sample":true,"top_p":0.8,"low_memory":false,"disable_compile":true}""" []

    (sampled.Temperature, sampled.TopP, sampled.TopK)
    |> should equal (1.0, 0.8, Nullable 50)

    (causal """{"do_sample":true,"top_k":0}""" []).TopK
    |> should equal (Nullable<int>())

[<Fact>]
let ``no sampling is the likeliest token, whatever temperature stands beside it`` () =
    (stated """{"do_sample":false,"temperature":0.7}""" []).Temperature
    |> should equal 0.0

[<Theory>]
[<InlineData("""{"repetition_penalty":1.05}""", "repetition_penalty")>]
[<InlineData("""{"min_p":0.1}""", "min_p")>]
[<InlineData("""{"num_beams":4}""", "num_beams")>]
[<InlineData("""{"some_new_habit":1}""", "some_new_habit")>]
[<InlineData("""{"alg":"beam"}""", "alg")>]
[<InlineData("""{"temperature":"warm"}""", "temperature")>]
[<InlineData("""{"do_sample":"yes"}""", "do_sample")>]
[<InlineData("""{"do_sample":0}""", "do_sample")>]
[<InlineData("""{"penalty_alpha":0.6}""", "penalty_alpha")>]
[<InlineData("""{"top_k":2.5}""", "top_k")>]
let ``a habit that the sampler has no option for is refused by name`` (json: string) (key: string) = refusedBy<ModelException> key json []

[<Fact>]
let ``what has no option can be left out by name, but only what is there`` () =
    (stated """{"repetition_penalty":1.05,"temperature":0.7}""" [ "repetition_penalty" ]).Temperature
    |> should equal 0.7

    refusedBy<SamplerException> "repetition_penalty" """{"temperature":0.7}""" [ "repetition_penalty" ]

[<Fact>]
let ``values out of the options' range are refused`` () =
    refusedBy<SamplerException> "TopP" """{"top_p":1.5}""" []
