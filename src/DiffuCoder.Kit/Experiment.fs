namespace DiffuCoder

open System
open System.IO
open DiffuCoder.Evaluation
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus

/// <summary>
/// The experiments of the paper at two sizes, chosen by the environment: <c>DIFFUCODER_MODE</c> is <c>quick</c> (the default),
/// <c>full</c>, or <c>rehearsal</c>, which does all that <c>full</c> does with two problems and short answers, to see in
/// minutes whether everything is in place. The latter two need <c>DIFFUCODER_MODELS</c> and <c>DIFFUCODER_DATA</c>, the
/// directories of the checkpoints and of the benchmarks, and keep answers in <c>DIFFUCODER_RUNS</c> (<c>runs</c> in the current
/// folder, without it); <c>DIFFUCODER_LIBRARIES</c> names folders that programs may import from;
/// <c>DIFFUCODER_DEVICE</c> is <c>cpu</c> (the default) or <c>cuda</c>; <c>DIFFUCODER_PRECISION</c> is
/// <c>float32</c> (the default of <c>quick</c>, whose committed figures are of it), <c>automatic</c> (the default of
/// <c>full</c>) or <c>bfloat16</c>.
/// </summary>
/// <example><code lang="fsharp">
/// let experiment = Experiment.current ()
/// use model = experiment |> Experiment.model Stage.Instruct
/// let tasks = experiment |> Experiment.code
/// let temperatures = experiment |> Experiment.pick [ 0.2; 1.0 ] [ 0.0; 0.2; 0.5; 0.7; 1.0; 1.2; 1.5 ]
/// </code></example>
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Experiment =

    open ExperimentEnvironment

    /// <summary>The experiment that variables describe; nothing is loaded or looked for.</summary>
    /// <param name="lookup">The value of an environment variable. An empty one counts as unset.</param>
    /// <exception cref="T:DiffuCoder.ExperimentException">
    /// A variable has an unknown value, or the full mode lacks one; the message names it.
    /// </exception>
    /// <example><code lang="fsharp">
    /// Experiment.read (Map [ "DIFFUCODER_MODE", "quick" ]).TryFind
    /// </code></example>
    let read (lookup: string -> string option) : Experiment = ExperimentEnvironment.read lookup

    /// <summary>The experiment that this process's environment describes.</summary>
    /// <exception cref="T:DiffuCoder.ExperimentException">
    /// A variable has an unknown value, or the full mode lacks one; the message names it.
    /// </exception>
    let current () : Experiment =
        read (Environment.GetEnvironmentVariable >> Option.ofObj)

    /// <summary>The one for the small family, or the other for the released checkpoints.</summary>
    /// <example><code lang="fsharp">
    /// let steps = experiment |> Experiment.pick 96 256
    /// </code></example>
    let pick (quick: 'a) (full: 'a) (experiment: Experiment) : 'a =
        match experiment.Scale with
        | Scale.Quick -> quick
        | Scale.Full _ -> full

    /// <summary>As <c>pick</c>, for how much is done, which in a rehearsal is least.</summary>
    /// <example><code lang="fsharp">
    /// let updates = experiment |> Experiment.effort 16 48 400
    /// </code></example>
    let effort (rehearsal: 'a) (quick: 'a) (full: 'a) (experiment: Experiment) : 'a =
        if experiment.Rehearsal then
            rehearsal
        else
            experiment |> pick quick full

    /// <summary>With so many problems of a benchmark; two in a rehearsal.</summary>
    /// <example><code lang="fsharp">
    /// let tasks = experiment |> Experiment.withProblems 12 164 |> Experiment.code
    /// </code></example>
    let withProblems (quick: int) (full: int) (experiment: Experiment) : Experiment =
        { experiment with
            Problems = experiment |> effort experiment.Problems quick full
        }

    /// <summary>The experiment's sampler, with a canvas of so many tokens and as many steps where it is full.</summary>
    /// <example><code lang="fsharp">
    /// let options = experiment |> Experiment.canvas 512
    /// </code></example>
    let canvas (tokens: int) (experiment: Experiment) : SamplerOptions =
        let full =
            { experiment.Sampler with
                MaxNewTokens = tokens
                Steps = tokens
            }

        experiment |> effort experiment.Sampler experiment.Sampler full

    /// <summary>
    /// The quick experiment on the same device and in the same precision: for what a notebook trains while one waits, whatever its size.
    /// </summary>
    /// <example><code lang="fsharp">
    /// let ancestor = experiment |> Experiment.small |> Experiment.checkpoint Stage.Ar
    /// </code></example>
    let small (experiment: Experiment) : Experiment =
        quick experiment.Device experiment.Precision

    let private released =
        function
        | Stage.Ar -> "Qwen2.5-Coder-7B"
        | Stage.Base -> "DiffuCoder-7B-Base"
        | Stage.Instruct -> "DiffuCoder-7B-Instruct"
        | Stage.CpGrpo -> "DiffuCoder-7B-cpGRPO"
        | Stage.Llada -> "LLaDA-8B-Base"

    /// <summary>What the model of a stage is called, in tables and charts.</summary>
    /// <example><code lang="fsharp">
    /// experiment |> Experiment.modelName Stage.Instruct   // "tiny instruct", "DiffuCoder-7B-Instruct"
    /// </code></example>
    let modelName (stage: Stage) (experiment: Experiment) =
        experiment |> pick $"tiny {TinyFamily.name stage}" (released stage)

    let private existing exists (variable: string) directory name source =
        let path = Path.Combine(directory, name)

        if exists path then
            path
        else
            refuse $"{path} is not there. {variable} is {directory}; put {source} there under the name {name}."

    /// <summary>The directory of a stage's checkpoint: of the small one, or of the released one in <c>DIFFUCODER_MODELS</c>.</summary>
    /// <exception cref="T:DiffuCoder.ExperimentException">
    /// The checkpoint is not there; the message says which directory is expected.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">The package of the small checkpoints is not there or has none of
    /// that stage.</exception>
    let checkpoint (stage: Stage) (experiment: Experiment) : string =
        match experiment.Scale with
        | Scale.Quick -> TinyFamily.directory stage
        | Scale.Full(models, _) ->
            existing Directory.Exists modelsVariable models (released stage) "the checkpoint as downloaded from Hugging Face"

    /// <summary>The model in a directory, on the experiment's device and in its precision.</summary>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">A file is missing or damaged.</exception>
    /// <exception cref="T:DiffuCoder.Runtime.DeviceException">The device is not there.</exception>
    /// <example><code lang="fsharp">
    /// use model = experiment |> Experiment.load "models/adapted"
    /// </code></example>
    let load (directory: string) (experiment: Experiment) : Model =
        directory
        |> Model.loadWith
            { LoadOptions.Default with
                Device = experiment.Device
                Precision = experiment.Precision
            }

    /// <summary>The model of a stage: the small one, or the released checkpoint, a directory in <c>DIFFUCODER_MODELS</c>.</summary>
    /// <exception cref="T:DiffuCoder.ExperimentException">
    /// The checkpoint is not there; the message says which directory is expected.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">A file of it is missing or damaged.</exception>
    /// <exception cref="T:DiffuCoder.Runtime.DeviceException">The device is not there.</exception>
    let model (stage: Stage) (experiment: Experiment) : Model =
        experiment |> load (checkpoint stage experiment)

    /// <summary>
    /// The stages that can be loaded, the model without an ancestor first: those that the
    /// package of the small checkpoints has, or those whose checkpoints are in <c>DIFFUCODER_MODELS</c>.
    /// </summary>
    /// <example><code lang="fsharp">
    /// [ for stage in Experiment.stages experiment -> experiment |> Experiment.modelName stage ]
    /// </code></example>
    let stages (experiment: Experiment) : Stage list =
        Stage.Llada :: TinyFamily.stages
        |> List.filter (fun stage ->
            match experiment.Scale with
            | Scale.Quick -> TinyFamily.carries stage
            | Scale.Full(models, _) -> Directory.Exists(Path.Combine(models, released stage)))

    /// <summary>The code benchmark, its first <c>Problems</c>: held-out tasks of the small family, or HumanEval.</summary>
    /// <exception cref="T:DiffuCoder.ExperimentException">HumanEval.jsonl.gz is not in <c>DIFFUCODER_DATA</c>.</exception>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">The file is damaged.</exception>
    let code (experiment: Experiment) : Benchmark =
        match experiment.Scale with
        | Scale.Quick -> Benchmark.tiny HeldOutParameters
        | Scale.Full(_, data) ->
            existing File.Exists dataVariable data "HumanEval.jsonl.gz" "the file from github.com/openai/human-eval"
            |> Benchmark.humanEval
        |> Benchmark.first experiment.Problems

    /// <summary>
    /// The benchmarks that models are compared on, the first <c>Problems</c> of each: both held-out splits
    /// of the small family's tasks, or HumanEval+ and MBPP+, which have the tests of HumanEval and MBPP too,
    /// and BigCodeBench where its file is there.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ExperimentException">
    /// HumanEvalPlus.jsonl or MbppPlus.jsonl is not in <c>DIFFUCODER_DATA</c>, or BigCodeBench.jsonl is and the libraries of its tests are
    /// not named.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">A file is damaged.</exception>
    /// <example><code lang="fsharp">
    /// for benchmark in Experiment.benchmarks experiment do
    ///     experiment |> Experiment.evaluation Stage.Instruct |> Evaluate.run model benchmark |> Evaluate.table |> printfn "%s"
    /// </code></example>
    let benchmarks (experiment: Experiment) : Benchmark list =
        match experiment.Scale with
        | Scale.Quick -> [ HeldOutParameters; HeldOutCombinations ] |> List.map Benchmark.tiny
        | Scale.Full(_, data) ->
            let file name =
                existing File.Exists dataVariable data name "the file of EvalPlus"

            [
                file "HumanEvalPlus.jsonl" |> Benchmark.humanEvalPlus
                file "MbppPlus.jsonl" |> Benchmark.mbppPlus
                let large = Path.Combine(data, "BigCodeBench.jsonl")

                if File.Exists large then
                    if experiment.Libraries.IsEmpty then
                        refuse
                            $"{large} needs the libraries of its tests, and {librariesVariable} is not set; it should name the site-packages of an environment that has them. Without the file, BigCodeBench is left out."

                    Benchmark.bigCodeBench large
            ]
        |> List.map (Benchmark.first experiment.Problems)

    /// <summary>The word problems, the first <c>Problems</c> of them: held-out ones of the small family, or GSM8K's test part.</summary>
    /// <exception cref="T:DiffuCoder.ExperimentException">gsm8k_test.jsonl is not in <c>DIFFUCODER_DATA</c>.</exception>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">The file is damaged.</exception>
    let math (experiment: Experiment) : WordProblem list =
        match experiment.Scale with
        | Scale.Quick -> WordProblem.tiny HeldOutParameters
        | Scale.Full(_, data) ->
            existing File.Exists dataVariable data "gsm8k_test.jsonl" "test.jsonl from github.com/openai/grade-school-math"
            |> WordProblem.gsm8k
        |> List.truncate experiment.Problems

    /// <summary>
    /// How word problems are put to a tuned model: as they are, or behind eight examples, the first of
    /// GSM8K's training part, as the paper's.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ExperimentException">gsm8k_train.jsonl is not in <c>DIFFUCODER_DATA</c>.</exception>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">The file is damaged.</exception>
    /// <example><code lang="fsharp">
    /// let prompts = experiment |> Experiment.mathPrompts (Experiment.math experiment)
    /// </code></example>
    let mathPrompts (problems: WordProblem list) (experiment: Experiment) : Prompt list =
        match experiment.Scale with
        | Scale.Quick -> problems |> List.map (WordProblem.prompt PromptKind.Chat)
        | Scale.Full(_, data) ->
            let examples =
                existing File.Exists dataVariable data "gsm8k_train.jsonl" "train.jsonl from github.com/openai/grade-school-math"
                |> WordProblem.gsm8k
                |> List.truncate 8

            problems |> List.map (WordProblem.promptBehind examples PromptKind.Chat)

    /// How the model of a stage is asked for code: the base models go on with a text, the others answer in a conversation.
    let promptKind (stage: Stage) =
        match stage with
        | Stage.Ar
        | Stage.Base
        | Stage.Llada -> PromptKind.Completion
        | Stage.Instruct
        | Stage.CpGrpo -> PromptKind.Chat

    /// <summary>How the model of a stage is scored: at temperature 0.2, one answer to a problem.</summary>
    /// <example><code lang="fsharp">
    /// experiment |> Experiment.evaluation Stage.Base |> Evaluate.run model (Experiment.code experiment)
    /// </code></example>
    let evaluation (stage: Stage) (experiment: Experiment) : EvaluateOptions =
        let options = pick EvaluateOptions.Tiny EvaluateOptions.Paper experiment

        { options with
            Prompting = promptKind stage
            Libraries = experiment.Libraries
            Sampler =
                { options.Sampler with
                    MaxNewTokens = experiment.Sampler.MaxNewTokens
                    Steps = experiment.Sampler.Steps
                }
        }
