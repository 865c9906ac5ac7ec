/// A causal checkpoint is made ready for adaptation on the disk.
module DiffuCoder.Core.Tests.Models.MaskTokenAdditionTests

open System
open System.IO
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Checkpoints
open DiffuCoder.Datasets
open DiffuCoder.Tokenization
open DiffuCoder.Training
open DiffuCoder.Training.Pipelines
open DiffuCoder.Core.Tests
open DiffuCoder.Core.Tests.Checkpoints.Files

let private text = "def f(x):\n    return x + 1\n"

/// Qwen's own control tokens, and none of diffusion.
let private vocabulary =
    lazy (BpeTrainer.Train([ text ], 290, [| "<|endoftext|>"; "<|im_start|>"; "<|im_end|>" |]))

let private causal rows tied (directory: string) =
    use scope = torch.NewDisposeScope()
    let tokenizer = vocabulary.Value.ToTokenizer()

    let config =
        ModelConfig(
            ModelType = "qwen2",
            VocabularySize = tokenizer.VocabularySize + rows,
            HiddenSize = 16,
            IntermediateSize = 24,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 1,
            TiedEmbeddings = tied,
            EndOfTextId = tokenizer.IdOf "<|endoftext|>"
        )

    use model = MaskedLanguageModel.Create(config, Device.Cpu, new torch.Generator(7UL))

    model.Save(directory, torch.ScalarType.BFloat16, tokenizer)

let private weights (directory: string) =
    use files = CheckpointDirectory.Open directory

    Map
        [
            for name in files.Entries.Keys do
                use tensor = files.Read name
                name, (List.ofArray tensor.shape, tensor.bytes.ToArray())
        ]

let private json (path: string) =
    (JsonNode.Parse(File.ReadAllText path)).AsObject()

/// A causal checkpoint with so many rows beyond its tokenizer, and the path to write to.
let private between rows tied (action: string -> string -> unit) =
    use folder = new TemporaryDirectory()
    let source = folder.File "causal"
    causal rows tied source
    action source (folder.File "ancestor")

type ``A mask token added to a causal checkpoint``() =

    [<Theory; InlineData(true); InlineData(false)>]
    member _.``has a row for each new token where there were too few, and every other byte is the same`` tied =
        between 0 tied (fun source destination ->
            let tokenizer = CodeTokenizer.Load source
            let config = MaskTokenAddition(RowMultiple = 8).Write(source, destination)
            config.MaskTokenId |> should equal (Nullable tokenizer.VocabularySize)
            config.PadTokenId |> should equal (tokenizer.IdOf "<|endoftext|>")
            config.VocabularySize |> should equal ((tokenizer.VocabularySize / 8 + 1) * 8)
            let before, after = weights source, weights destination
            Map.keys after |> List.ofSeq |> should equal (List.ofSeq (Map.keys before))

            for name in Map.keys before do
                let (shape, bytes), (grown, all) = before[name], after[name]

                if shape = grown then
                    all |> should equal bytes
                else
                    [ "model.embed_tokens.weight"; "lm_head.weight" ] |> should contain name
                    all[.. bytes.Length - 1] |> should equal bytes
            // the new rows are the mean of the old ones
            use model = MaskedLanguageModel.Load(destination, precision = Precision.Float32)
            use scope = torch.NewDisposeScope()

            let table =
                model.Parameters["model.embed_tokens.weight"].``to``(torch.ScalarType.Float32)

            let mean =
                table.narrow(0L, 0L, int64 tokenizer.VocabularySize).mean([| 0L |], false)

            let added = table.narrow(0L, int64 tokenizer.VocabularySize, 1L).squeeze 0L
            (added - mean).abs().max().item<float32>() |> should be (lessThan 1e-3f))

    [<Fact>]
    member _.``uses rows that are there as they are``() =
        between 5 false (fun source destination ->
            let config =
                MaskTokenAddition(BeginOfText = "<|beginoftext|>").Write(source, destination)

            let size = (CodeTokenizer.Load source).VocabularySize
            config.BeginOfTextId |> should equal (Nullable size)
            config.MaskTokenId |> should equal (Nullable(size + 1))
            weights destination |> should equal (weights source))

    [<Fact>]
    member _.``is known to the tokenizer, to whom all other text is the same``() =
        between 5 true (fun source destination ->
            let config = MaskTokenAddition().Write(source, destination)
            let before, after = CodeTokenizer.Load source, CodeTokenizer.Load destination
            after.IdOf "<|mask|>" |> should equal config.MaskTokenId
            after.Encode "a<|mask|>b" |> should contain config.MaskTokenId.Value

            after.Encode text
            |> List.ofSeq
            |> should equal (List.ofSeq (before.Encode text))

            after.Decode([ config.MaskTokenId.Value ], skipSpecialTokens = true)
            |> should equal "")

    [<Fact>]
    member _.``stands in each file that lists the tokens``() =
        between 5 true (fun source destination ->
            File.WriteAllText(Path.Combine(source, "added_tokens.json"), "{}")
            File.WriteAllText(Path.Combine(source, "special_tokens_map.json"), "{}")

            let config =
                MaskTokenAddition(PaddingToken = "<|dlm_pad|>").Write(source, destination)

            let file name = json (Path.Combine(destination, name))
            let mask, padding = config.MaskTokenId.Value, config.PadTokenId.Value
            padding |> should equal (mask + 1)

            let entries =
                let vocabulary = file "tokenizer.json"

                [
                    for entry in vocabulary["added_tokens"].AsArray() -> int entry["id"], string entry["content"]
                ]

            entries |> should contain (mask, "<|mask|>")
            entries |> should contain (padding, "<|dlm_pad|>")
            let listed, roles = file "added_tokens.json", file "special_tokens_map.json"
            int listed["<|mask|>"] |> should equal mask
            string roles["mask_token"] |> should equal "<|mask|>"
            let beside = file "tokenizer_config.json"
            string beside["pad_token"] |> should equal "<|dlm_pad|>"
            let decoder = beside["added_tokens_decoder"]
            decoder[$"{mask}"].ToJsonString() |> should haveSubstring "\"special\":true"
            let config, habits = file "config.json", file "generation_config.json"
            int config["mask_token_id"] |> should equal mask
            int habits["pad_token_id"] |> should equal padding)

    [<Fact>]
    member _.``may be written over the checkpoint itself, and a second time without a change``() =
        between 0 true (fun source _ ->
            let first = MaskTokenAddition().Write(source, source)
            let state = weights source
            MaskTokenAddition().Write(source, source) |> should equal first
            weights source |> should equal state)

    [<Fact>]
    member _.``is what the first stage of a pipeline asks for``() =
        between 0 true (fun source destination ->
            let stage: PipelineStage =
                AdaptationStage(
                    Name = "adapted",
                    Training = TrainingOptions(Steps = 1L, LearningRate = LearningRate(Peak = 1e-3), Seed = 1L),
                    Data =
                        (fun tokenizer ->
                            let rows () =
                                Seq.replicate 8 (TokenRow(tokenizer.Encode text))

                            let store = TokenStore.OpenOrWrite(source + ".tokens", rows)
                            new PackedRows(store, PackingOptions(Length = 8, Rows = 2, Seed = 1L)))
                )

            let run (start: string) =
                Pipeline(Directory = start + ".runs", Start = start, Stages = [| stage |]).Run()

            (Assert.Throws<TrainingException>(fun () -> run source |> ignore)).Message
            |> should haveSubstring (nameof MaskTokenAddition)

            let config = MaskTokenAddition().Write(source, destination)
            use adapted = MaskedLanguageModel.Load((run destination).Checkpoints["adapted"])
            adapted.Config.ModelType |> should equal "Dream"
            adapted.Config.MaskTokenId |> should equal config.MaskTokenId)

    [<Fact>]
    member _.``is refused by name where there is another, where the model has one, and where there is nothing to pad with``() =
        between 5 true (fun source destination ->
            let refused (words: string list) (action: unit -> unit) =
                let message =
                    try
                        action ()
                        "nothing was thrown"
                    with
                    | :? ModelException
                    | :? TokenizerException as e -> e.Message

                for word in words do
                    message |> should haveSubstring word

            let write (options: MaskTokenAddition) =
                fun () -> options.Write(source, destination) |> ignore

            let path = Path.Combine(source, "config.json")
            let config = json path
            config["mask_token_id"] <- 3
            File.WriteAllText(path, config.ToJsonString())
            write (MaskTokenAddition()) |> refused [ "mask_token_id is 3"; "<|mask|>" ]
            let beside = Path.Combine(source, "tokenizer_config.json")
            let roles = File.ReadAllText beside
            File.WriteAllText(beside, "{}")
            write (MaskTokenAddition()) |> refused [ "pad"; "PaddingToken" ]
            File.WriteAllText(beside, roles)
            config["model_type"] <- "a2d-qwen2"
            config.Remove "architectures" |> ignore
            File.WriteAllText(path, config.ToJsonString())
            write (MaskTokenAddition()) |> refused [ "a2d-qwen2"; "causal" ]
            Directory.Exists destination |> should equal false)
