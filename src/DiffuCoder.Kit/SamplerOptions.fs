namespace DiffuCoder

open System
open System.Collections.Generic

/// How sure a prediction is, and which predictions a step commits. See `Strategy` for the known ones; a new one is a value of this type.
type Strategy = DiffuCoder.Sampling.Remasking

/// What happens when the model predicts the mask token itself.
type MaskPrediction = DiffuCoder.Sampling.MaskPrediction

/// Which steps keep the confidence of every masked position, not only of the revealed ones.
type CandidateRecording = DiffuCoder.Sampling.CandidateRecording

/// Values of a kind by the words that name them: `name` or `name:bound`.
module internal Worded =

    let tryFind (known: string -> Nullable<float> -> 'a | null) (words: string) : 'a option =
        match words.Split(':', 2) with
        | [| name; bound |] ->
            match Double.TryParse(bound, Globalization.CultureInfo.InvariantCulture) with
            | true, number -> known name (Nullable number) |> Option.ofObj
            | _ -> None
        | _ -> known words (Nullable()) |> Option.ofObj

/// The remasking strategies of the released samplers.
[<RequireQualifiedAccess>]
module Strategy =

    /// <summary>A strategy by its name, with a bound behind a colon where it has one; `None` when there is none of that name.</summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">The bound lies outside its range.</exception>
    /// <example><code lang="fsharp">
    /// Strategy.tryNamed "threshold:0.9"
    /// </code></example>
    let tryNamed (words: string) : Strategy option =
        words |> Worded.tryFind (fun name bound -> Strategy.Named(name, bound))

    /// Every masked position is revealed independently, with the probability that is due at the step (`origin`).
    let origin = Strategy.Origin

    /// Confidence is the probability of the predicted token (`maskgit_plus`).
    let maskgitPlus = Strategy.MaskgitPlus

    /// Confidence is the lead of the likeliest token over the second (`topk_margin`).
    let topkMargin = Strategy.TopkMargin

    /// Confidence is the negative entropy of the distribution (`entropy`): what the paper decodes with.
    let entropy = Strategy.Entropy

    /// Confidence is the probability of the predicted token before temperature and filters (`low_confidence` of LLaDA).
    let lowConfidence = Strategy.LowConfidence

    /// Positions are drawn, each as likely as the others (`random` of LLaDA).
    let random = Strategy.Random

    /// From left to right; what a causal model does whatever its options say.
    let leftToRight = Strategy.LeftToRight

    /// Commits the best position of a step, and of the others that are due those that are at least so probable (in (0, 1]); goes
    /// on until no mask is left. A step commits no more than its share and what earlier ones put off; `allAbove` has no share.
    let confidenceThreshold (least: float) = Strategy.ConfidenceThreshold least

    /// <summary>
    /// Commits the best position of the block, and all others that are at least so probable (in (0, 1];
    /// 0.9 in the paper), however many: the threshold of Fast-dLLM for LLaDA. The probability is the
    /// model's own, before temperature and filters; <c>Steps</c> and <c>Schedule</c> have no meaning.
    /// </summary>
    /// <example><code lang="fsharp">
    /// let answer = prompt |> Sampler.generate model { SamplerOptions.Paper with Remasking = Strategy.allAbove 0.9 }
    /// printfn $"{answer.TokensPerPass} tokens a pass"
    /// </code></example>
    let allAbove (least: float) = Strategy.AllAbove least

    /// Commits the n best positions, n the largest for which (n + 1) (1 - c(n)) is below the factor, at
    /// least one: Fast-dLLM's, 1 by its theorem. Probabilities, `Steps` and `Schedule` as for `allAbove`.
    let factor (factor: float) = Strategy.Factor factor

    /// Commits the positions of least entropy, as many as have together at most so many nats besides the largest of them, at least one: the
    /// EB-sampler. The entropy is that before temperature and filters; `Steps` and `Schedule` have no meaning.
    let entropyBound (nats: float) = Strategy.EntropyBound nats

/// How many predictions each step commits. See `Schedule` for the known ones.
type RevealSchedule = DiffuCoder.Sampling.RevealSchedule

/// The schedules of the released samplers.
[<RequireQualifiedAccess>]
module Schedule =

    /// That of Dream and DiffuCoder: a share of what is masked, rounded down, on a grid of times.
    let timeGrid = RevealSchedule.TimeGrid

    /// Evenly, the remainder on the first steps: LLaDA.
    let even = RevealSchedule.Even

    /// What the linear reverse process reveals on average (dllm).
    let linear = RevealSchedule.Linear

    /// What the cosine reverse process reveals on average (dllm): few at first, many at last.
    let cosine = RevealSchedule.Cosine

/// Which keys and values are kept from one pass to the next. See `Cache` for the known ones; a new one is a value of this type.
type Cache = DiffuCoder.Sampling.Cache

/// Caches of keys and values: a pass computes less than the whole canvas, at a price that `DriftEvery` measures.
[<RequireQualifiedAccess>]
module Cache =

    /// <summary>A cache by its name, with a bound behind a colon where it has one; `None` when there is none of that name.</summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">The bound lies outside its range.</exception>
    /// <example><code lang="fsharp">
    /// Cache.tryNamed "adaptive:0.1"
    /// </code></example>
    let tryNamed (words: string) : Cache option =
        words |> Worded.tryFind (fun name bound -> Cache.Named(name, bound))

    /// Every pass computes every position: exact.
    let none = Cache.None

    /// A pass computes the block and all behind it (prefix cache of Fast-dLLM).
    let prefix = Cache.Prefix

    /// A pass computes the block alone (dual cache of Fast-dLLM).
    let dual = Cache.Dual

    /// As `dual`, and reads the whole canvas again when what is still masked in the block has moved by more than
    /// a bound, 0 or more, since it was read last (relative change of its values in the model's last block).
    let adaptive (bound: float) = Cache.Adaptive bound

/// <summary>
/// How a canvas is filled in. Change some of a preset: <c>{ SamplerOptions.Paper with Steps = 64 }</c>. Together with the model and the
/// prompt a record says all that a generation depends on, so printing it is enough to repeat it. Values are checked when sampling begins.
/// </summary>
[<NoComparison>]
type SamplerOptions =
    {
        /// Masks appended to a prompt, at least 1; 256 in the paper. Infilling brings its own masks.
        MaxNewTokens: int
        /// Steps planned, at least 1; 256 (one token a step) in the paper. Half as many doubles the
        /// speed. A step is a forward pass, but one at which nothing is due costs none. Without meaning
        /// for strategies that keep to no schedule: `Strategy.allAbove`, `factor` and `entropyBound`.
        Steps: int
        /// Divides the logits; 0 takes the likeliest token. It comes before the filters, so it changes the order of
        /// decoding too. 0.2 in the paper for base models, 0.3 to 0.4 after instruction tuning and reinforcement learning.
        Temperature: float
        /// Keeps the likeliest tokens up to this much probability, in (0, 1]; 1 keeps all. 0.95 in the paper.
        TopP: float
        /// Keeps this many of the likeliest tokens after top-p; `None` keeps all.
        TopK: int option
        /// Which predictions are committed at a step; `Strategy.entropy` in the paper.
        Remasking: Strategy
        /// How many predictions a step commits; `Schedule.timeGrid` in the paper.
        Schedule: RevealSchedule
        /// Fills in blocks of so many tokens from left to right, each with
        /// its even share of the steps; `None`, as in the paper: all at once.
        BlockLength: int option
        /// Which keys and values are kept between passes; none, as in the paper. Of use
        /// with `BlockLength`. A causal model always keeps them, and loses nothing by it.
        Cache: Cache
        /// Under a cache, the whole canvas is read too each so many steps, and the
        /// step records how far the cached logits were from it; `None`: never.
        DriftEvery: int option
        /// Classifier-free guidance, 0 or more; 0, as in the paper: none. A step costs twice as much with it.
        Guidance: float
        /// Above 0, positions are drawn from softmax(confidence / this) instead of taking the most confident (`alg_temp`); 0 in the paper.
        RemaskingTemperature: float
        /// End of the time grid, in (0, 1); 1e-3 in the released code.
        Epsilon: float
        /// Tokens that end the text once the model writes them. `None`: all that the checkpoint's configurations name
        /// as the end, the padding, the tokenizer's own end token, and its `<|im_end|>`, `<|eot_id|>` and the like.
        StopTokens: int list option
        /// Commits a predicted stop token only when nothing else is predicted any more; off in the
        /// paper. Small models, surest of the padding at the far end, otherwise box their text in.
        DeferStopTokens: bool
        /// Completes a text at the first step at which stop tokens alone are predicted for all that
        /// is still masked, which saves the steps that would fill in padding; off in the paper.
        FinishWithStopTokens: bool
        /// Never predicts a token that the tokenizer does not have: a model's table may have more rows than
        /// its tokenizer has tokens. Off, as in the releases: such a token is written, and decodes to nothing.
        KnownTokensOnly: bool
        /// A language that the text is in, from where the answer begins up to the first stop token or the end of the canvas, in whatever
        /// order it is decoded; of a text with holes, the whole text. `None`: any text. See `Constraint`; for single holes
        /// `Part.Constrained`, which holds besides.
        Constraint: Constraint option
        /// What happens when the model predicts the mask token: by default it is asked again without it.
        MaskPrediction: MaskPrediction
        /// Which steps record the confidence of every masked position; none by default.
        RecordCandidates: CandidateRecording
        /// Whether the log-probability of every token that is written is kept (`LogProbability` of a reveal): the model's own, before
        /// temperature, filters and constraints. Off by default.
        RecordProbabilities: bool
        /// Where every random draw comes from; 0 by default. The same seed gives the same result on the
        /// same machine. Of many prompts, each row gets a seed derived from this one and its place.
        Seed: int64
    }

    static member internal OfCore(core: DiffuCoder.Sampling.SamplerOptions) =
        {
            MaxNewTokens = core.MaxNewTokens
            Steps = core.Steps
            Temperature = core.Temperature
            TopP = core.TopP
            TopK = Option.ofNullable core.TopK
            Remasking = core.Remasking
            Schedule = core.Schedule
            BlockLength = Option.ofNullable core.BlockLength
            Cache = core.Cache
            DriftEvery = Option.ofNullable core.DriftEvery
            Guidance = core.Guidance
            RemaskingTemperature = core.RemaskingTemperature
            Epsilon = core.Epsilon
            StopTokens = core.StopTokens |> Option.ofObj |> Option.map List.ofSeq
            DeferStopTokens = core.DeferStopTokens
            FinishWithStopTokens = core.FinishWithStopTokens
            KnownTokensOnly = core.KnownTokensOnly
            Constraint = Option.ofObj core.Constraint
            MaskPrediction = core.MaskPrediction
            RecordCandidates = core.RecordCandidates
            RecordProbabilities = core.RecordProbabilities
            Seed = 0L
        }

    /// The paper's setting for base models: 256 tokens in 256 steps, temperature 0.2, top-p 0.95, entropy.
    static member Paper = SamplerOptions.OfCore DiffuCoder.Sampling.SamplerOptions.Paper

    /// LLaDA's own setting: 128 tokens in 128 steps, always the likeliest, by low confidence, evenly.
    static member Llada = SamplerOptions.OfCore DiffuCoder.Sampling.SamplerOptions.Llada

    /// <summary>
    /// What a checkpoint's <c>generation_config.json</c> states of sampling, over the preset of its family (<c>Llada</c>, else
    /// <c>Paper</c>; for a causal model, what <c>transformers</c> takes where the file is silent). It is offered here and never applied
    /// unasked.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="without">Keys of the file to leave out: those that the sampler has no option for, for example.</param>
    /// <exception cref="T:DiffuCoder.Models.ModelException">A key is not known, or asks for what the sampler has no option for.</exception>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">
    /// A value is out of its range, or what is to be left out is not there.
    /// </exception>
    /// <example><code lang="fsharp">
    /// let options = { SamplerOptions.OfModel model with Steps = 64 }
    /// </code></example>
    static member OfModel(model: DiffuCoder.Models.MaskedLanguageModel, [<ParamArray>] without: string array) =
        DiffuCoder.Sampling.SamplerOptions.OfModel(model, without)
        |> SamplerOptions.OfCore

    /// For the small family: as `Paper`, on the 96 tokens they were
    /// trained to fill, one a step, always the likeliest, the padding last and all at once.
    static member Tiny = SamplerOptions.OfCore DiffuCoder.Tiny.TinyFamily.samplerOptions

/// Between the kit's record and the core's, where the checks live.
module internal CoreOptions =

    /// The core's options; `SamplerException` for a value out of its range.
    let ofOptions (options: SamplerOptions) =
        DiffuCoder.Sampling.SamplerOptions(
            MaxNewTokens = options.MaxNewTokens,
            Steps = options.Steps,
            Temperature = options.Temperature,
            TopP = options.TopP,
            TopK = Option.toNullable options.TopK,
            Remasking = options.Remasking,
            Schedule = options.Schedule,
            BlockLength = Option.toNullable options.BlockLength,
            Cache = options.Cache,
            DriftEvery = Option.toNullable options.DriftEvery,
            Guidance = options.Guidance,
            RemaskingTemperature = options.RemaskingTemperature,
            Epsilon = options.Epsilon,
            StopTokens =
                (options.StopTokens
                 |> Option.map (fun ids -> ids :> IReadOnlyList<int>)
                 |> Option.toObj),
            DeferStopTokens = options.DeferStopTokens,
            FinishWithStopTokens = options.FinishWithStopTokens,
            KnownTokensOnly = options.KnownTokensOnly,
            Constraint = Option.toObj options.Constraint,
            MaskPrediction = options.MaskPrediction,
            RecordCandidates = options.RecordCandidates,
            RecordProbabilities = options.RecordProbabilities
        )
