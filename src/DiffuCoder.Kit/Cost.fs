namespace DiffuCoder

open System
open System.Diagnostics
open System.Globalization
open System.Threading
open DiffuCoder.Runtime

/// What a run will cost at most: a text that ends early, and a rule that writes several tokens a step, cost less.
type Cost =
    {
        /// Answers that are written; 0 where nothing is written.
        Answers: int
        /// Passes of the model; one reads all answers of a batch.
        Passes: int64
        /// The time of all passes, at the pace of one that was measured.
        Time: TimeSpan
        /// Bytes of memory that the process had in use during that pass.
        Memory: int64
    }

/// <summary>What a run will cost, measured before it is begun.</summary>
/// <example><code lang="fsharp">
/// Prompt.instruct "Add two numbers." |> Cost.ofAnswers 8 model SamplerOptions.Paper 164 |> Cost.describe |> printfn "%s"
/// </code></example>
[<RequireQualifiedAccess>]
module Cost =

    /// Nothing.
    let none =
        {
            Answers = 0
            Passes = 0L
            Time = TimeSpan.Zero
            Memory = 0L
        }

    let private resident () =
        use own = Process.GetCurrentProcess()
        own.WorkingSet64

    /// The second step of a generation: the first one reads the weights from the disk.
    let private pass size model (options: SamplerOptions) prompt =
        let sampler =
            Sampling.DiffusionSampler(model, CoreOptions.ofOptions options, model.Tokenizer)

        let canvas = Prompt.canvas model options prompt

        use decoding =
            sampler.Start(Array.replicate size canvas, [| for row in 1..size -> int64 row |])

        decoding.Advance CancellationToken.None |> ignore
        let clock = Stopwatch.StartNew()

        if not decoding.IsFinished then
            decoding.Advance CancellationToken.None |> ignore

        clock.Elapsed

    /// <summary>What so many answers to prompts such as this one cost, so many at a time; a step of one batch is measured.</summary>
    /// <exception cref="T:System.ArgumentException">The size is below 1.</exception>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">The model cannot be sampled so.</exception>
    let ofAnswers (size: int) (model: Model) (options: SamplerOptions) (answers: int) (prompt: Prompt) : Cost =
        Sampler.requireSize size
        let size = max 1 (min size answers)
        let batches = (answers + size - 1) / size

        let steps =
            // a causal model writes one token a pass, whatever its options say
            if model.Config.Attention = Models.AttentionKind.Causal then
                options.MaxNewTokens
            else
                min options.Steps options.MaxNewTokens

        let passes = int64 batches * int64 steps
        let time = pass size model options prompt

        {
            Answers = answers
            Passes = passes
            Time = time * float passes
            Memory = resident ()
        }

    /// <summary>What so many parts cost that are like one another: one is done twice, and the second time is measured.</summary>
    /// <param name="passes">Passes of the model in a part; a backward pass is two.</param>
    /// <param name="parts">How many parts.</param>
    /// <param name="part">Does one, with everything that belongs to it.</param>
    /// <exception cref="T:System.ArgumentException">A number is below 0.</exception>
    /// <example><code lang="fsharp">
    /// // twenty updates: a forward and a backward pass of a micro-batch each
    /// Cost.ofParts 3 20 (fun () -> rows |> Loss.byTime model LossOptions.Default |> ignore) |> Cost.describe |> printfn "%s"
    /// </code></example>
    let ofParts (passes: int) (parts: int) (part: unit -> unit) : Cost =
        if passes < 0 || parts < 0 then
            invalidArg (nameof parts) $"{parts} parts of {passes} passes; both should be at least 0."

        if parts = 0 then
            none
        else
            part ()
            let clock = Stopwatch.StartNew()
            part ()

            {
                Answers = 0
                Passes = int64 parts * int64 passes
                Time = clock.Elapsed * float parts
                Memory = resident ()
            }

    /// What several runs cost, one after the other.
    let sum (costs: Cost seq) : Cost =
        let add one other =
            {
                Answers = one.Answers + other.Answers
                Passes = one.Passes + other.Passes
                Time = one.Time + other.Time
                Memory = max one.Memory other.Memory
            }

        Seq.fold add none costs

    /// <summary>A length of time for people: <c>42 s</c>, <c>17 min</c>, <c>5.4 h</c>, <c>3.1 days</c>.</summary>
    let duration (time: TimeSpan) : string =
        let number (value: float) format unit =
            value.ToString(format, CultureInfo.InvariantCulture) + unit

        if time.TotalMinutes < 2.0 then
            number time.TotalSeconds "F0" " s"
        elif time.TotalHours < 2.0 then
            number time.TotalMinutes "F0" " min"
        elif time.TotalDays < 2.0 then
            number time.TotalHours "F1" " h"
        else
            number time.TotalDays "F1" " days"

    /// In one line.
    let describe (cost: Cost) : string =
        let what, measured =
            if cost.Answers = 0 then
                "", "part"
            else
                $"{cost.Answers} answers, ", "pass"

        FormattableString.Invariant
            $"{what}at most {cost.Passes} passes: {duration cost.Time} at the pace of one measured {measured}, {float cost.Memory / 1e9:F1} GB of memory"
