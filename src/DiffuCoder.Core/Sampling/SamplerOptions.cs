using System.Text.Json.Serialization;
using DiffuCoder.Constraints;
using DiffuCoder.Models;

namespace DiffuCoder.Sampling;

/// <summary>
/// How a canvas is filled in. Immutable; every value is checked where it is set. Defaults are the ones the authors of DiffuCoder
/// show for their base model (arXiv 2506.20639 and its released code).
/// </summary>
public sealed record SamplerOptions
{
    /// <summary>The paper's setting for base models: 256 tokens in 256 steps, temperature 0.2, top-p 0.95, entropy.</summary>
    public static SamplerOptions Paper { get; } = new();

    /// <summary>LLaDA's own setting: 128 tokens in 128 steps, always the likeliest, by low confidence, evenly.</summary>
    public static SamplerOptions Llada { get; } = new()
    {
        MaxNewTokens = 128,
        Steps = 128,
        Temperature = 0,
        TopP = 1,
        Remasking = Remasking.LowConfidence,
        Schedule = RevealSchedule.Even,
    };

    /// <summary>
    /// What a checkpoint's <c>generation_config.json</c> states of sampling, over the preset of its family (<see cref="Llada"/>, else
    /// <see cref="Paper"/>); over what <c>transformers</c> takes where the file is silent, for a causal model: the likeliest token, or with
    /// <c>do_sample</c> temperature 1 and the 50 likeliest. It is offered here and never applied unasked.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="without">Keys of the file that are left out: those that the sampler has no option for, for example.</param>
    /// <exception cref="ModelException">A key is not known, or asks for what the sampler has no option for: <c>repetition_penalty</c>. The message
    /// names it.</exception>
    /// <exception cref="SamplerException">A value is out of its range, or what is to be left out is not there.</exception>
    public static SamplerOptions OfModel(MaskedLanguageModel model, params string[] without) => StatedSampling.Of(model, without);

    /// <summary>Masks appended to a prompt, at least 1. 256 in the paper.</summary>
    public int MaxNewTokens { get; init => field = Check.AtLeast(1, value, nameof(MaxNewTokens)); } = 256;

    /// <summary>
    /// Steps planned, at least 1; 256 (one token a step) in the paper. Half as many doubles the speed. A step is a forward pass, but one at which
    /// nothing is due costs none. Without meaning for a strategy that is not scheduled (<see cref="Remasking.IsScheduled"/>).
    /// </summary>
    public int Steps { get; init => field = Check.AtLeast(1, value, nameof(Steps)); } = 256;

    /// <summary>
    /// Divides the logits; 0 takes the likeliest token. It is applied before the filters, so it changes
    /// the order of decoding too. 0.2 for base models, 0.3 to 0.4 after instruction tuning and RL.
    /// </summary>
    public double Temperature { get; init => field = Check.Within(0, 1000, value, nameof(Temperature)); } = 0.2;

    /// <summary>
    /// Keeps the likeliest tokens up to this much probability, in (0, 1]; 1 keeps all. The token that crosses the line is kept, and so is one
    /// exactly as likely as it. 0.95 in the paper.
    /// </summary>
    public double TopP { get; init => field = Check.Within(double.Epsilon, 1, value, nameof(TopP)); } = 0.95;

    /// <summary>Keeps this many of the likeliest tokens after top-p, and those as likely as the last of them; null keeps all.</summary>
    public int? TopK { get; init => field = value is { } k ? Check.AtLeast(1, k, nameof(TopK)) : null; }

    /// <summary>Which predictions are committed at a step, and which are masked again. Entropy in the paper.</summary>
    public Remasking Remasking { get; init; } = Remasking.Entropy;

    /// <summary>How many predictions a step commits; without meaning for a strategy that is not scheduled.</summary>
    public RevealSchedule Schedule { get; init; } = RevealSchedule.TimeGrid;

    /// <summary>
    /// Semi-autoregressive decoding: the completion is filled in block by block of this many tokens,
    /// from left to right, each with its even share of the steps. Null, as in the paper: all at once.
    /// </summary>
    public int? BlockLength { get; init => field = value is { } length ? Check.AtLeast(1, length, nameof(BlockLength)) : null; }

    /// <summary>
    /// Which keys and values are kept from one pass to the next, so that it computes less than the whole canvas: an approximation, whose price
    /// <see cref="DriftEvery"/> measures. None, as in the paper. Of use with <see cref="BlockLength"/>; a causal model, which loses nothing by
    /// keeping all, always does.
    /// </summary>
    public Cache Cache { get; init; } = Cache.None;

    /// <summary>
    /// Above a cache, each so many steps the whole canvas is read too and nothing taken from it: the step records how far the cached logits were from
    /// it (<see cref="SamplingStep.Drift"/>). 1 or more; null: never.
    /// </summary>
    public int? DriftEvery { get; init => field = value is { } steps ? Check.AtLeast(1, steps, nameof(DriftEvery)) : null; }

    /// <summary>
    /// Classifier-free guidance w, 0 or more: logits = u + (1 + w) (c - u), where u are the logits of the canvas with all masked
    /// that was known at the start (LLaDA, arXiv 2502.09992). Above 0 a step costs twice as much; 0, as in the paper: none.
    /// </summary>
    public double Guidance { get; init => field = Check.Within(0, 1000, value, nameof(Guidance)); }

    /// <summary>
    /// Above 0, positions are drawn from softmax(confidence / this) instead of taking the most confident (<c>alg_temp</c>); 0 in the paper.
    /// </summary>
    public double RemaskingTemperature { get; init => field = Check.Within(0, 1000, value, nameof(RemaskingTemperature)); }

    /// <summary>End of the time grid, in (0, 1); 1e-3 in the release.</summary>
    public double Epsilon { get; init => field = Check.Within(double.Epsilon, 0.999999, value, nameof(Epsilon)); } = 1e-3;

    /// <summary>
    /// Tokens that end the text once the model writes them; the canvas keeps what follows. Null: all that <c>config.json</c> and
    /// <c>generation_config.json</c> name as the end, the padding, the tokenizer's own end token, and its <c>&lt;|im_end|&gt;</c>,
    /// <c>&lt;|eot_id|&gt;</c> and the like.
    /// </summary>
    public IReadOnlyList<int>? StopTokens { get; init; }

    /// <summary>
    /// Commits a predicted stop token only when nothing else is predicted any more. Small models are surest of the padding at the far end and, taking
    /// it first, box their text in. As <c>confidence_eos_eot_inf</c> of the LLaDA release; off in the paper.
    /// </summary>
    public bool DeferStopTokens { get; init; }

    /// <summary>
    /// Completes a row at the first step at which stop tokens alone are predicted for all that is still
    /// masked: they are committed together. Saves the steps that would fill in padding after the text; off
    /// in the paper. A rule that chooses positions blind never looks at all of them and is not ended so.
    /// </summary>
    public bool FinishWithStopTokens { get; init; }

    /// <summary>
    /// Never predicts a token that the tokenizer does not have: a model's table may have more rows, rounded up for the hardware, and such a token is
    /// no text. Needs a tokenizer. Off, as in the releases: whatever the model predicts is written, and decodes to nothing.
    /// </summary>
    public bool KnownTokensOnly { get; init; }

    /// <summary>
    /// A language that the text is in, whatever else these options are: what is written from where the answer begins up to the first stop token or
    /// the end of the canvas; of a canvas with holes, the whole text, known parts included. Predictions are the model's among the tokens with which
    /// some text of the language fills what is masked, so that temperature, filters and confidences are of that distribution, and the mask token
    /// is never among them. Needs a tokenizer. Null, as in the paper: any text. For languages of single holes, which hold
    /// besides, see <see cref="Canvas.Holes"/>.
    /// </summary>
    public Constraint? Constraint { get; init; }

    /// <summary>What happens when the model predicts the mask token itself.</summary>
    public MaskPrediction MaskPrediction { get; init; }

    /// <summary>Which steps keep the confidence of every masked position, not only of the revealed ones.</summary>
    public CandidateRecording RecordCandidates { get; init; }

    /// <summary>
    /// Whether the log-probability of every token that is written is kept (<see cref="Reveal.LogProbability"/>): a pass over the vocabulary for each.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RecordProbabilities { get; init; }

    /// <summary>The confidences of a step are kept.</summary>
    internal bool RecordsAt(int step) =>
        RecordCandidates == CandidateRecording.EveryStep || (RecordCandidates == CandidateRecording.FirstStep && step == 0);
}

/// <summary>What happens when the model predicts the mask token for a masked position.</summary>
public enum MaskPrediction
{
    /// <summary>The position is predicted again without the mask token, so that none survives into the result.</summary>
    Replace,

    /// <summary>The position stays masked and is tried again later; masks may be left at the end. As the released sampler does; for parity.</summary>
    Keep,
}

/// <summary>Which steps keep the confidence and entropy of every masked position.</summary>
public enum CandidateRecording
{
    /// <summary>None: only what was revealed is recorded.</summary>
    None,

    /// <summary>The first step (entropy sink).</summary>
    FirstStep,

    /// <summary>Every step (entropy maps).</summary>
    EveryStep,
}
