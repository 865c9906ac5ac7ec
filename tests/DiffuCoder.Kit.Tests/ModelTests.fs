module DiffuCoder.Kit.Tests.ModelTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Checkpoints
open DiffuCoder.Runtime
open DiffuCoder.Tokenization

[<Fact>]
let ``a model loads with its tokenizer and says what it is`` () =
    use model = Model.load (StandIn.directory ())
    (Model.tokenizer model).IdOf "<|mask|>" |> should equal model.Config.MaskTokenId
    Model.describe model |> should haveSubstring "2 layers of 16"
    Model.describe model |> should haveSubstring "cpu"
    Model.parameterCount model |> should be (greaterThan 5000L)

[<Fact>]
let ``a saved model loads again`` () =
    use model = Model.load (StandIn.directory ())
    let directory = Path.Combine(StandIn.temporaryFolder (), "again")
    model |> Model.save directory
    use again = Model.load directory
    Model.describe again |> should equal (Model.describe model)

    File.ReadAllBytes(Path.Combine(directory, "model.safetensors"))
    |> should equal (File.ReadAllBytes(Path.Combine(StandIn.directory (), "model.safetensors")))

[<Fact>]
let ``a directory that is not there is a typed error`` () =
    (fun () -> Model.load "/no/such/checkpoint" |> ignore)
    |> should throw typeof<CheckpointException>

[<Fact>]
let ``a file in place of a directory is said to be one`` () =
    let file = Path.Combine(StandIn.directory (), "model.safetensors")

    Assert.Throws<CheckpointException>(fun () -> Model.load file |> ignore).Message
    |> should haveSubstring "this is a file"

[<Fact>]
let ``a model that was disposed of says so, whatever is asked of it`` () =
    let model = Model.load (StandIn.directory ())
    model.Dispose()
    model.Dispose()

    let refused (ask: unit -> unit) =
        Assert.Throws<System.ObjectDisposedException>(ask).Message
        |> should haveSubstring "disposed of"

    refused (fun () ->
        Prompt.instruct "Add."
        |> Sampler.generate
            model
            { SamplerOptions.Tiny with
                Steps = 4
                MaxNewTokens = 4
            }
        |> ignore)

    refused (fun () -> Model.describe model |> ignore)
    refused (fun () -> model |> Model.save (Path.Combine(StandIn.temporaryFolder (), "gone")))
    refused (fun () -> Grpo.trainable model |> ignore)

[<Fact>]
let ``a model without tokenizer files says which are missing`` () =
    let directory = StandIn.temporaryFolder ()

    for file in [ "config.json"; "model.safetensors" ] do
        File.Copy(Path.Combine(StandIn.directory (), file), Path.Combine(directory, file))

    use model = Model.load directory

    let problem =
        Assert.Throws<TokenizerException>(fun () -> Model.tokenizer model |> ignore)

    problem.Message |> should haveSubstring "tokenizer.json"

[<Fact>]
let ``CUDA is used when it is there and refused when it is not, never replaced`` () =
    let onCuda =
        { LoadOptions.Default with
            Device = Device.cuda
        }

    if TorchSharp.torch.cuda.is_available () then
        use model = Model.loadWith onCuda (StandIn.directory ())
        model.Device |> should equal Device.cuda
    else
        (fun () -> Model.loadWith onCuda (StandIn.directory ()) |> ignore)
        |> should throw typeof<DeviceException>

[<Fact>]
let ``a model computes in the precision that is asked for, by itself in what suits the processor, and says which`` () =
    let says precision (name: string) =
        use model =
            Model.loadWith
                { LoadOptions.Default with
                    Precision = precision
                }
                (StandIn.directory ())

        Model.describe model |> should endWith $"on cpu in {name}"

    let own =
        if DiffuCoder.Runtime.Device.CpuHasFastBFloat16 then
            "bfloat16"
        else
            "float32"

    says Precision.Float32 "float32"
    says Precision.BFloat16 "bfloat16"
    says Precision.Automatic own
    use plain = Model.load (StandIn.directory ())
    Model.describe plain |> should endWith $"in {own}"

    use small =
        Model.tinyWith
            { LoadOptions.Default with
                Precision = Precision.BFloat16
            }
            Stage.Base

    Model.describe small |> should endWith "in bfloat16"

[<Fact>]
let ``what is made to be trained computes in float32, whatever it was made from computes in`` () =
    for precision in [ Precision.Automatic; Precision.BFloat16 ] do
        use stored =
            Model.loadWith
                { LoadOptions.Default with
                    Precision = precision
                }
                (StandIn.directory ())

        use trainable = Grpo.trainable stored
        Model.describe trainable |> should endWith "in float32"

[<Fact>]
let ``loading and disposing leaves no tensor behind`` () =
    let directory = StandIn.directory ()

    LiveTensors.LeftBy(fun () -> (Model.load directory).Dispose())
    |> should equal 0L

[<Fact>]
let ``every stage of the tiny family is carried and loads, or is refused with how to train it`` () =
    for stage in DiffuCoder.Tiny.TinyFamily.stages do
        if DiffuCoder.Tiny.TinyFamily.carries stage then
            use model = Model.tiny stage
            Model.tokenizer(model).VocabularySize |> should be (greaterThan 256)
        else
            let problem =
                Assert.Throws<CheckpointException>(fun () -> (Model.tiny stage).Dispose())

            problem.Message |> should haveSubstring (DiffuCoder.Tiny.TinyFamily.name stage)
            problem.Message |> should haveSubstring "build.fsx -t Train"
