module DiffuCoder.Core.Tests.Models.LoraTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Training
open DiffuCoder.Core.Tests.Training
open DiffuCoder.Core.Tests.Training.TinyRuns

let private batch () =
    TokenBatch(ids [ [ 1L; 2L; 9L; 9L; 3L ]; [ 4L; 9L; 5L; 6L; 9L ] ])

let private asked = [| 2L; 3L; 6L; 9L |]

let private logits (model: MaskedLanguageModel) =
    use _ = torch.no_grad ()
    use _ = torch.NewDisposeScope()
    model.Logits(batch (), torch.tensor asked).data<float32>().ToArray()

let private fresh (model: MaskedLanguageModel) options =
    use generator = new torch.Generator(3UL, torch.CPU)
    LoraAdapter.Create(model, options, generator)

/// An adapter whose B is no longer zero.
let private trained (model: MaskedLanguageModel) options =
    let adapter = fresh model options
    use generator = new torch.Generator(4UL, torch.CPU)

    for entry in adapter.Weights do
        if entry.Key.Contains "lora_B" then
            entry.Value.normal_ (0.0, 0.3, generator) |> ignore

    adapter

let private small = LoraOptions(Rank = 3, Alpha = 6.0)

[<Fact>]
let ``a fresh adapter changes no logit`` () =
    use model = createModel "Dream"
    use adapted = model.WithAdapter(fresh model small)
    logits adapted |> should equal (logits model)

[<Fact>]
let ``a model with its adapter merged says what it said with it beside`` () =
    use model = createModel "Dream"
    use adapted = model.WithAdapter(trained model small)
    use merged = adapted.Merge()
    logits adapted |> should not' (equal (logits model))
    merged.Parameters.Count |> should equal model.Parameters.Count
    DiffuCoder.Core.Tests.Golden.close "logits" 1e-5 1e-5 (logits merged) (logits adapted)

[<Fact>]
let ``only the layers that were named are adapted`` () =
    use model = createModel "Dream"

    use adapted =
        model.WithAdapter(fresh model (LoraOptions(TargetModules = [| "q_proj"; "v_proj" |])))

    // two matrices for each of two layers in each of two blocks
    adapted.Parameters.Count |> should equal 8

    adapted.Parameters.Keys
    |> Seq.map (fun name -> name.Split('.')[4])
    |> Seq.distinct
    |> Seq.sort
    |> List.ofSeq
    |> should equal [ "q_proj"; "v_proj" ]

[<Theory>]
[<InlineData false>]
[<InlineData true>]
let ``training changes the adapter and nothing else, with and without checkpointed blocks`` checkpointed =
    use model = createModel "qwen2"
    let before = weightsOf model
    use adapted = model.WithAdapter(fresh model (LoraOptions(Rank = 8, Alpha = 64.0)))
    adapted.CheckpointBlocks <- checkpointed
    let losses = ResizeArray<float>()

    let progress =
        { new IProgress<TrainingProgress> with
            member _.Report report = losses.Add report.Loss
        }

    let options =
        TrainingOptions(Steps = 80L, Seed = 3L, LearningRate = LearningRate.Constant 0.02, LogEvery = 4L)

    Trainer(adapted, NextTokenObjective(), counting 8 10, options).Run progress
    |> ignore

    weightsOf model |> should equal before
    Seq.last losses |> should be (lessThan (0.95 * Seq.head losses))

[<Fact>]
let ``checkpointed blocks give an adapter the same gradients`` () =
    use _ = torch.NewDisposeScope()
    use model = createModel "Dream"
    use adapted = model.WithAdapter(trained model small)

    let gradients checkpointed =
        adapted.CheckpointBlocks <- checkpointed

        for weight in adapted.Parameters.Values do
            weight.requires_grad_ true |> ignore

        adapted.LogProbabilities(batch (), torch.tensor asked, torch.tensor [| 1L; 2L; 3L; 4L |]).sum().backward()

        [
            for entry in adapted.Parameters do
                entry.Key, entry.Value.grad.data<float32>().ToArray()
                entry.Value.grad <- null
        ]

    for (name, plain), (_, again) in List.zip (gradients false) (gradients true) do
        DiffuCoder.Core.Tests.Golden.close name 1e-6 1e-4 again plain

let private gradientsOver (model: MaskedLanguageModel) =
    use _ = torch.NewDisposeScope()
    use adapted = model.WithAdapter(trained model small)

    for weight in adapted.Parameters.Values do
        weight.requires_grad_ true |> ignore

    adapted.LogProbabilities(batch (), torch.tensor asked, torch.tensor [| 1L; 2L; 3L; 4L |]).sum().backward()

    [
        for entry in adapted.Parameters -> entry.Key, entry.Value.grad.data<float32>().ToArray()
    ]

[<Theory>]
[<InlineData false>]
[<InlineData true>]
let ``an adapter over stored weights gets the gradients that it gets over a float32 copy of them`` (int8: bool) =
    use directory = new TemporaryDirectory()
    use drawn = createModel "Dream"
    drawn.Save(directory.File "model", torch.ScalarType.BFloat16)

    if int8 then
        Int8Checkpoint.Write(directory.File "model", directory.File "model")

    use stored =
        MaskedLanguageModel.Load(directory.File "model", precision = Precision.Float32)

    use copy = MaskedLanguageModel.Adapt stored

    for (name, ofStored), (_, ofCopy) in List.zip (gradientsOver stored) (gradientsOver copy) do
        if int8 then
            DiffuCoder.Core.Tests.Golden.close name 1e-5 1e-4 ofStored ofCopy
        else
            ofStored |> should equal ofCopy

[<Fact>]
let ``an adapter is saved and loaded in the layout of PEFT`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"
    let adapter = trained model small
    use adapted = model.WithAdapter adapter
    adapter.Save(directory.Path, "some/base-model")

    let config =
        JsonDocument.Parse(File.ReadAllText(directory.File "adapter_config.json")).RootElement

    config.GetProperty("peft_type").GetString() |> should equal "LORA"
    config.GetProperty("r").GetInt32() |> should equal 3

    config.GetProperty("base_model_name_or_path").GetString()
    |> should equal "some/base-model"

    use file = SafetensorsFile.Open(directory.File "adapter_model.safetensors")

    file.Entries["base_model.model.model.layers.1.mlp.down_proj.lora_A.weight"].Shape
    |> Seq.toList
    |> should equal [ 3L; 24L ]

    use again = model.WithAdapter(LoraAdapter.Load(directory.Path, model))
    logits again |> should equal (logits adapted)

[<Theory>]
[<InlineData("\"peft_type\": \"LORA\"", "\"peft_type\": \"IA3\"", "\"IA3\" under \"peft_type\"")>]
[<InlineData("\"fan_in_fan_out\": false", "\"use_dora\": true", "use_dora")>]
[<InlineData("\"r\": 3", "\"r\": 5", "differences")>]
[<InlineData("\"q_proj\"", "\"embed_tokens\"", "embed_tokens")>]
let ``an adapter that cannot be used as it is says why`` (what: string) (instead: string) (message: string) =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"
    use adapter = fresh model small
    adapter.Save directory.Path
    let path = directory.File "adapter_config.json"
    let config = File.ReadAllText path
    config |> should haveSubstring what
    File.WriteAllText(path, config.Replace(what, instead))

    (fun () -> LoraAdapter.Load(directory.Path, model) |> ignore)
    |> shouldFailWith<CheckpointException>
    |> should haveSubstring message

[<Fact>]
let ``an adapter without its files names the missing one`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"

    (fun () -> LoraAdapter.Load(directory.Path, model) |> ignore)
    |> shouldFailWith<CheckpointException>
    |> should haveSubstring "adapter_config.json"

[<Fact>]
let ``a model under an adapter is not saved as if it were whole`` () =
    use directory = new TemporaryDirectory()
    use model = createModel "Dream"
    use adapted = model.WithAdapter(fresh model small)

    (fun () -> adapted.Save(directory.File "model"))
    |> shouldFailWith<CheckpointException>
    |> should haveSubstring "Merge"

[<Fact>]
let ``options out of range are refused by name`` () =
    (fun () -> LoraOptions(Rank = 0) |> ignore)
    |> shouldFailWith<ModelException>
    |> should haveSubstring "Rank is 0"

    (fun () -> LoraOptions(TargetModules = [| "lm_head" |]) |> ignore)
    |> shouldFailWith<ModelException>
    |> should haveSubstring "lm_head"

[<Fact>]
let ``adapting, merging and disposing leave no tensor behind, and the base model as it was`` () =
    use model = createModel "Dream"
    let before = logits model

    let work () =
        use adapted = model.WithAdapter(fresh model small)
        use _ = adapted.Merge()
        logits adapted |> ignore

    work ()
    LiveTensors.LeftBy work |> should equal 0L
    logits model |> should equal before
