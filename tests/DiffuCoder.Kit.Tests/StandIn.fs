/// A small model with random weights and a tokenizer of its own, saved to a temporary directory as a real checkpoint would be.
module DiffuCoder.Kit.Tests.StandIn

open System
open System.IO
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Tokenization

/// A folder that is gone when the tests end.
let temporaryFolder () =
    let folder = Directory.CreateTempSubdirectory("diffucoder-kit-tests-").FullName

    AppDomain.CurrentDomain.ProcessExit.Add(fun _ ->
        if Directory.Exists folder then
            Directory.Delete(folder, recursive = true))

    folder

/// The special tokens of Dream and DiffuCoder.
let specialTokens =
    [
        "<|endoftext|>"
        "<|im_start|>"
        "<|im_end|>"
        "<|beginoftext|>"
        "<|mask|>"
        "<|dlm_pad|>"
    ]

let private text =
    "system\nYou are a helpful assistant.\nuser\nassistant\nHere is the code to solve this problem:\n```python\n"
    + "def total(values):\n    return sum(values)\n```\n"

let private config modelType (tokenizer: CodeTokenizer) =
    let id (name: string) = Nullable(tokenizer.IdOf(name).Value)

    ModelConfig(
        ModelType = modelType,
        VocabularySize = tokenizer.VocabularySize,
        HiddenSize = 16,
        IntermediateSize = 32,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        TiedEmbeddings = true,
        MaxPositions = 256,
        MaskTokenId = (if modelType = "qwen2" then Nullable() else id "<|mask|>"),
        EndOfTextId = id "<|endoftext|>",
        PadTokenId = id "<|dlm_pad|>",
        InitializerRange = 0.4
    )

/// Writes a checkpoint of a model type: `Dream`, or `qwen2` for a causal one.
let write (modelType: string) (directory: string) =
    let tokenizer = BpeTrainer.Train([ text ], 300, specialTokens, 2).ToTokenizer()
    use generator = RandomSource(1L).Generator Device.Cpu

    use model =
        MaskedLanguageModel.Create(config modelType tokenizer, Device.Cpu, generator)

    model.Save(directory, torch.ScalarType.BFloat16, tokenizer)

let private shared modelType =
    lazy
        let directory = Path.Combine(temporaryFolder (), "checkpoint")
        write modelType directory
        directory

let private dream = shared "Dream"
let private causal = shared "qwen2"

/// Directory of a masked diffusion model.
let directory () = dream.Value

/// Directory of a causal model, which has no mask token.
let causalDirectory () = causal.Value

/// For what holds to the last bit in float32 only, such as an answer that does not change with the batch.
let inFloat32 =
    { DiffuCoder.LoadOptions.Default with
        Precision = Precision.Float32
    }

/// Options that take a moment.
let quick =
    { DiffuCoder.SamplerOptions.Paper with
        MaxNewTokens = 12
        Steps = 6
    }
