/// A diffusion model that is stored as its ancestor is read as what it is, where that is said.
module DiffuCoder.Core.Tests.Models.ReadAsTests

open System
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Checkpoints.Files

let private tokenizer =
    lazy (BpeTrainer.Train([ "def f(x):\n    return x\n" ], 290, [| "<|endoftext|>"; "<M>" |])).ToTokenizer()

let private stored (modelType: string) (directory: string) =
    use scope = torch.NewDisposeScope()

    let config =
        ModelConfig(
            ModelType = modelType,
            VocabularySize = tokenizer.Value.VocabularySize,
            HiddenSize = 16,
            IntermediateSize = 24,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 1,
            InitializerRange = 0.5,
            TiedEmbeddings = true
        )

    use model = MaskedLanguageModel.Create(config, Device.Cpu, new torch.Generator(3UL))

    model.Save(directory, torch.ScalarType.Float32, tokenizer.Value)

let private logits (model: MaskedLanguageModel) =
    use scope = torch.NewDisposeScope()
    use quiet = torch.no_grad ()
    let tokens = torch.tensor([| for i in 1L .. 6L -> i * 11L |]).unsqueeze 0L
    model.Logits(TokenBatch tokens, torch.arange 6L).data<float32>().ToArray()

let private refused (directory: string) (readAs: ReadAs) =
    Assert.Throws<ModelException>(fun () -> MaskedLanguageModel.Load(directory, readAs = readAs).Dispose()).Message

[<Theory>]
[<InlineData("Dream")>]
[<InlineData("a2d-qwen2")>]
let ``it computes as the same weights under that family do`` (family: string) =
    use folder = new TemporaryDirectory()
    stored "qwen2" (folder.File "model")
    use causal = MaskedLanguageModel.Load(folder.File "model")

    use read =
        MaskedLanguageModel.Load(folder.File "model", readAs = ReadAs(family, "<M>"))

    read.Config.ModelType |> should equal family
    read.Config.MaskTokenId |> should equal (tokenizer.Value.IdOf "<M>")
    logits read |> should not' (equal (logits causal))
    // what is saved says what it is
    read.Save(folder.File "named", torch.ScalarType.Float32)
    use named = MaskedLanguageModel.Load(folder.File "named")
    logits named |> should equal (logits read)

[<Fact>]
let ``other weights, and a token that is not there, are refused by name`` () =
    use folder = new TemporaryDirectory()
    stored "qwen2" (folder.File "model")

    refused (folder.File "model") (ReadAs("a2d-qwen3", "<M>"))
    |> should haveSubstring "a2d-qwen3"

    refused (folder.File "model") (ReadAs("llada", "<M>"))
    |> should haveSubstring "llada"

    refused (folder.File "model") (ReadAs("Dream", "<gone>"))
    |> should haveSubstring "<gone>"

    refused (folder.File "model") (ReadAs("nothing", "<M>"))
    |> should haveSubstring "nothing"
