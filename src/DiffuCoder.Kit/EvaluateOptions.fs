namespace DiffuCoder

/// How a model is asked.
type PromptKind = DiffuCoder.Evaluation.PromptKind

/// A share of a benchmark's problems, for processes that share out a run: `Shard(2, 4)` is the second of four.
type Shard = DiffuCoder.Evaluation.Shard

/// What is kept of an answer when it is sanitised.
type SanitizeRule = DiffuCoder.Evaluation.SanitizeRule

/// <summary>
/// How a model is evaluated. Change some of a preset: <c>{ EvaluateOptions.Paper with Samples = 10; Ks = [ 1; 10 ] }</c>.
/// </summary>
[<NoComparison>]
type EvaluateOptions =
    {
        /// How answers are sampled. The record's own seed has no say: `Seed` below has.
        Sampler: SamplerOptions
        /// A conversation, or a text to complete for base models.
        Prompting: PromptKind
        /// Answers to each problem, at least 1.
        Samples: int
        /// The k of pass@k, each from 1 to `Samples`.
        Ks: int list
        /// Answers sampled together, at least 1. Results do not depend on it, but for the last bits where a large model in
        /// bfloat16 reads them as one batch: it rounds by the shape of its products.
        BatchSize: int
        /// Where every random draw comes from.
        Seed: int64
        /// Whether answers are reduced to the part that is a program and that the entry point needs.
        Sanitize: bool
        /// Folders that programs and tests may import from beside Python's standard library, such as an environment's
        /// site-packages; absolute paths. They are seen inside, read-only. A sandbox of the caller's has its own.
        Libraries: string list
        /// What sanitising keeps: all that the entry point can tell from its absence,
        /// or what EvalPlus keeps, for scores to compare with published ones.
        SanitizeRule: SanitizeRule
        /// The share of the problems that this process answers, in a directory of its own; `Evaluate.merge` makes one run of all. `None`:
        /// all.
        Shard: Shard option
        /// The run's directory, in which it can go on after an interruption. `None`: a temporary one, deleted afterwards.
        Directory: string option
        /// Whether the directory keeps how answers were written too, some ten kilobytes each, for `Evaluate.trajectories` of a run that
        /// went on after an interruption or is read again.
        KeepTrajectories: bool
    }

    /// The paper's setting for instruction-tuned models: one answer in a conversation, temperature 0.2 and 256 tokens.
    static member Paper =
        {
            Sampler = SamplerOptions.Paper
            Prompting = PromptKind.Chat
            Samples = 1
            Ks = [ 1 ]
            BatchSize = 8
            Seed = 0L
            Sanitize = true
            Libraries = []
            SanitizeRule = SanitizeRule.Conservative
            Shard = None
            Directory = None
            KeepTrajectories = false
        }

    /// For the small family, at temperature 0.2.
    static member Tiny =
        { EvaluateOptions.Paper with
            Sampler =
                { SamplerOptions.Tiny with
                    Temperature = 0.2
                }
            BatchSize = 40
        }
