/// What reads files that users bring, each with good files to start from and the errors it may end in.
module DiffuCoder.Fuzz.Readers

open System
open System.IO
open DiffuCoder.Checkpoints
open DiffuCoder.Datasets
open DiffuCoder.Evaluation
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Tokenization

type Reader =
    {
        Name: string
        /// Folders of good files; of one, a file at a time is damaged.
        Seeds: (string * byte array) list list
        /// Reads a folder.
        Read: string -> unit
        /// The reader's own errors.
        Typed: Type list
    }

let private filesOf (folder: string) (names: string list) =
    [ for name in names -> name, File.ReadAllBytes(Path.Combine(folder, name)) ]

let private first (folder: string) =
    Directory.GetFiles folder |> Array.exactlyOne

let private each (reads: (string -> unit) list) (typed: Type list) (path: string) =
    let mutable refusals = []

    for read in reads do
        try
            read path
        with error when List.contains (error.GetType()) typed ->
            refusals <- error :: refusals

    // a refusal by all is the file's
    if refusals.Length = reads.Length then
        raise refusals.Head

let private drain rows = Seq.iter ignore rows

let private loadModel (folder: string) =
    use model = MaskedLanguageModel.Load folder

    try
        SamplerOptions.OfModel(model) |> ignore
    with
    | :? ModelException
    | :? SamplerException -> ()

let private loadTokenizer (folder: string) =
    let tokenizer = CodeTokenizer.Load folder
    let ids = tokenizer.Encode "def f(x):\n    return x  # <|im_end|> ünï 你好"
    tokenizer.Decode ids |> ignore

let private checkpoints (fixtures: string) =
    let small = Path.Combine(fixtures, "Checkpoints")
    let golden = Path.Combine(fixtures, "golden", "checkpoints")

    let whole folder =
        [
            for path in Directory.GetFiles(folder: string) -> Path.GetFileName path, File.ReadAllBytes path
        ]

    [
        whole (Path.Combine(small, "end-of-text"))
        whole (Path.Combine(small, "rotary", "v5-yarn"))
        whole (Path.Combine(small, "redundant", "inv_freq"))
        whole (Path.Combine(golden, "llada-gqa"))
        whole (Path.Combine(golden, "dream-tied"))
    ]

let private withoutWeights (files: (string * byte array) list) =
    files |> List.filter (fun (name, _) -> not (name.EndsWith ".safetensors"))

let all (fixtures: string) : Reader list =
    let small = Path.Combine(fixtures, "Checkpoints")
    let rows = Path.Combine(fixtures, "Evaluation")

    let one name text =
        [ name, (Text.Encoding.UTF8.GetBytes(text: string)) ]

    let adapters = Path.Combine(small, "peft", "adapters")
    let answered = HumanEvalFile.Read(Path.Combine(rows, "humaneval.jsonl"))

    let data =
        [
            one
                "rows.jsonl"
                """{"text":"a"}
{"instruction":"add","input":"2 and 3","output":"5"}
{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yes"}]}
{"conversations":[{"from":"human","value":"hi"},{"from":"gpt","value":"yes"}]}
{"id":"1","question":"q","test_cases":["assert f(1) == 2"],"inferences":[{"pass_rate":0.5}],"n":NaN}
"""
            one "rows.json" """[{"text":"a","meta":{"language":"py"}},{"instruction":"add","input":"2 and 3","output":"5"},{"text":null}]"""
            filesOf (Path.Combine(fixtures, "parquet")) [ "col-v2-b.parquet" ]
            filesOf (Path.Combine(fixtures, "parquet")) [ "col-v2-test_cases.parquet" ]
        ]

    [
        {
            Name = "checkpoint"
            Seeds = checkpoints fixtures
            Read = loadModel
            Typed =
                [
                    typeof<CheckpointException>
                    typeof<ModelException>
                    typeof<TokenizerException>
                ]
        }
        {
            Name = "tokenizer"
            Seeds = [ withoutWeights (checkpoints fixtures).Head ]
            Read = loadTokenizer
            Typed = [ typeof<TokenizerException> ]
        }
        {
            Name = "safetensors"
            Seeds = [ filesOf (Path.Combine(small, "rotary", "top-level")) [ "model.safetensors" ] ]
            Read =
                fun folder ->
                    use file = SafetensorsFile.Open(first folder)

                    for name in file.Entries.Keys do
                        use tensor = file.Read name
                        tensor.bytes.ToArray() |> ignore
            Typed = [ typeof<CheckpointException> ]
        }
        {
            Name = "adapter"
            Seeds =
                [
                    for folder in Directory.GetDirectories adapters -> filesOf folder [ "adapter_config.json"; "adapter_model.safetensors" ]
                ]
            Read =
                let basis = lazy MaskedLanguageModel.Load(Path.Combine(small, "peft", "base"))
                fun folder -> LoraAdapter.Load(folder, basis.Value).Dispose()
            Typed = [ typeof<CheckpointException> ]
        }
        {
            Name = "benchmark"
            Seeds =
                [
                    for name in
                        [
                            "humaneval.jsonl"
                            "humanevalplus.jsonl"
                            "mbpp.jsonl"
                            "mbppplus.jsonl"
                            "mbppplus-hf.jsonl"
                            "bigcodebench.jsonl"
                        ] -> filesOf rows [ name ]
                ]
            Read =
                fun folder ->
                    let path = first folder

                    each
                        [
                            fun path -> HumanEvalFile.Read path |> ignore
                            fun path -> EvalPlusFile.ReadHumanEval path |> ignore
                            fun path -> EvalPlusFile.ReadMbpp path |> ignore
                            fun path -> MbppFile.Read path |> ignore
                            fun path -> BigCodeBenchFile.Read(path, BigCodeBenchForm.Instruct) |> ignore
                        ]
                        [ typeof<EvaluationException> ]
                        path
            Typed = [ typeof<EvaluationException> ]
        }
        {
            Name = "samples"
            Seeds =
                [
                    [ "completion"; "solution" ]
                    |> List.collect (fun field ->
                        [
                            for problem in answered.Problems ->
                                $"""{{"task_id":"{problem.TaskId}","{field}":"    return 1\n","sample":0}}"""
                        ])
                    |> String.concat "\n"
                    |> one "samples.jsonl"
                ]
            Read = fun folder -> SamplesFile.Read(first folder, answered) |> ignore
            Typed = [ typeof<EvaluationException> ]
        }
        {
            Name = "data"
            Seeds = data
            Read =
                fun folder ->
                    each
                        [
                            fun path -> DataFiles.Read path |> drain
                            fun path -> Documents.Read(path, unused = UnusedColumns.Report ignore) |> drain
                            fun path -> Conversations.Read(path, unused = UnusedColumns.Report ignore) |> drain
                            fun path -> CodingTasks.Read(path, unused = UnusedColumns.Report ignore) |> drain
                        ]
                        [ typeof<DataException> ]
                        (first folder)
            Typed = [ typeof<DataException> ]
        }
        {
            Name = "tokens"
            Seeds =
                [
                    let path =
                        Path.Combine(Path.GetTempPath(), $"diffucoder-fuzz-{Guid.NewGuid():N}.tokens")

                    try
                        TokenStore.Write(path, [ TokenRow([| 1; 2; 3 |]); TokenRow([| 4; 5; 6; 7 |], 2) ])
                        [ "rows.tokens", File.ReadAllBytes path ]
                    finally
                        File.Delete path
                ]
            Read =
                fun folder ->
                    use store = TokenStore.Open(first folder)

                    for row in 0L .. store.Rows - 1L do
                        store.Entry row |> ignore
            Typed = [ typeof<DataException> ]
        }
        {
            Name = "trajectory"
            Seeds =
                [
                    let reveal position =
                        Reveal(position, 5 + position, 0.5f, 0.25f)

                    Trajectory(
                        Initial = [| 1; 2; 20; 20 |],
                        Final = [| 1; 2; 7; 8 |],
                        CompletionStart = 2,
                        TextEnd = 4,
                        Steps =
                            [|
                                SamplingStep(0, [| reveal 2 |], [| reveal 2; reveal 3 |])
                                SamplingStep(1, [| reveal 3 |])
                            |],
                        Options = SamplerOptions(MaxNewTokens = 2, Steps = 2),
                        Seed = 3L,
                        Text = "ab"
                    )
                    |> TrajectoryFile.ToLine
                    |> one "trajectories.jsonl"
                ]
            Read = fun folder -> TrajectoryFile.Read(first folder) |> ignore
            Typed = [ typeof<SamplerException> ]
        }
    ]
