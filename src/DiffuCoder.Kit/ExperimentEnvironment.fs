namespace DiffuCoder

open System
open System.IO

/// An experiment cannot be run as asked: an environment variable is wrong, or a file that the full mode needs is not there.
[<Sealed>]
type ExperimentException(message: string) =
    inherit Exception(message)

/// On what an experiment is run.
[<RequireQualifiedAccess>]
type Scale =
    /// The small family and its held-out tasks: minutes on a laptop, without a download.
    | Quick
    /// The released checkpoints and the benchmarks' files, in these directories.
    | Full of models: string * data: string

/// <summary>
/// All that the size of an experiment is taken from, so that the same notebook runs on the small family and on the released checkpoints.
/// </summary>
/// <example><code lang="fsharp">
/// let experiment = { Experiment.current () with Problems = 40 }
/// </code></example>
[<NoComparison>]
type Experiment =
    {
        /// The small family, or the released checkpoints.
        Scale: Scale
        /// Where models compute.
        Device: Device
        /// The type they compute in.
        Precision: Precision
        /// How answers are sampled: `SamplerOptions.Tiny` or `.Paper`.
        Sampler: SamplerOptions
        /// Problems of a benchmark.
        Problems: int
        /// Answers to a problem, where several are compared.
        Samples: int
        /// Seeds of what is repeated.
        Seeds: int64 list
        /// Whether it only shows that all is in place: everything as in full, but for few and short answers.
        Rehearsal: bool
        /// Folders that programs may import from beside Python's standard library: BigCodeBench's tests need an
        /// environment's `site-packages`.
        Libraries: string list
        /// Where answers are kept, so that an experiment that was ended goes on where it stopped. `None`: they are not.
        Directory: string option
    }

/// What the environment says an experiment is.
module internal ExperimentEnvironment =

    let private modeVariable = "DIFFUCODER_MODE"
    let modelsVariable = "DIFFUCODER_MODELS"
    let dataVariable = "DIFFUCODER_DATA"
    let private deviceVariable = "DIFFUCODER_DEVICE"
    let private precisionVariable = "DIFFUCODER_PRECISION"
    let private runsVariable = "DIFFUCODER_RUNS"
    let librariesVariable = "DIFFUCODER_LIBRARIES"

    let refuse message = raise (ExperimentException message)

    let quick device precision =
        {
            Scale = Scale.Quick
            Device = device
            Precision = precision
            Sampler = SamplerOptions.Tiny
            Problems = 20
            Samples = 4
            Seeds = [ 1L; 2L ]
            Rehearsal = false
            Libraries = []
            Directory = None
        }

    /// After the paper: all of HumanEval, ten answers to each problem (figure 5).
    let private full device precision models data libraries runs =
        {
            Scale = Scale.Full(models, data)
            Device = device
            Precision = precision
            Sampler = SamplerOptions.Paper
            Problems = 164
            Samples = 10
            Seeds = [ 1L; 2L; 3L ]
            Rehearsal = false
            Libraries = libraries
            Directory = Some runs
        }

    let private rehearsal (full: Experiment) =
        { full with
            Sampler =
                { full.Sampler with
                    MaxNewTokens = 32
                    Steps = 16
                }
            Problems = 2
            Samples = 2
            Seeds = [ 1L ]
            Rehearsal = true
        }

    let read (lookup: string -> string option) : Experiment =
        let value name =
            lookup name |> Option.filter (String.IsNullOrWhiteSpace >> not)

        let directory name holds =
            match value name with
            | Some directory -> directory
            | None ->
                refuse
                    $"{modeVariable} is {lookup modeVariable |> Option.get}, and {name} is not set; it should be the directory that holds {holds}."

        let device =
            match value deviceVariable with
            | None
            | Some "cpu" -> Device.cpu
            | Some "cuda" -> Device.cuda
            | Some other -> refuse $"{deviceVariable} is '{other}'; it should be cpu or cuda."

        let precision preset =
            match value precisionVariable with
            | None -> preset
            | Some "automatic" -> Precision.Automatic
            | Some "float32" -> Precision.Float32
            | Some "bfloat16" -> Precision.BFloat16
            | Some other -> refuse $"{precisionVariable} is '{other}'; it should be automatic, float32 or bfloat16."

        let released () =
            full
                device
                (precision Precision.Automatic)
                (directory modelsVariable "the checkpoints, such as DiffuCoder-7B-Instruct")
                (directory dataVariable "the benchmarks' files")
                (match value librariesVariable with
                 | Some folders -> List.ofArray (folders.Split Path.PathSeparator)
                 | None -> [])
                (value runsVariable |> Option.defaultValue "runs")

        match value modeVariable with
        | None
        | Some "quick" -> quick device (precision Precision.Float32)
        | Some "full" -> released ()
        | Some "rehearsal" -> rehearsal (released ())
        | Some other ->
            refuse
                $"{modeVariable} is '{other}'; it should be quick (the small family), full (the released checkpoints) or rehearsal (full, cut short)."
