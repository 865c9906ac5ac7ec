/// Work of the kit shown in the cell that runs it, as it goes on. The kernel's stop ends it between two steps.
[<RequireQualifiedAccess>]
module Live

open System
open System.Diagnostics
open DiffuCoder
open Microsoft.AspNetCore.Html
open Microsoft.DotNet.Interactive

/// A reader sees no more than some pictures a second, and each one travels to the page.
let private interval = TimeSpan.FromMilliseconds 100.0

/// A display that can be drawn again, and the token of the cell. The extension methods of values never update what they showed.
let private shown (html: string) =
    let context = KernelInvocationContext.Current

    let display =
        KernelInvocationContextExtensions.Display(context, HtmlString html, "text/html")

    (fun (html: string) -> display.Update(HtmlString html)), context.CancellationToken

/// Fills in a prompt and shows the canvas as it fills; ends in the player.
let generate (model: Model) (options: SamplerOptions) (prompt: Prompt) : Trajectory =
    let mutable canvas = LiveView.canvas model options prompt
    let draw, stop = shown (LiveView.canvasHtml TimeSpan.Zero canvas)
    let clock = Stopwatch.StartNew()
    let show = LiveView.throttled interval (LiveView.canvasHtml clock.Elapsed >> draw)

    let watch step =
        canvas <- LiveView.after step canvas
        show canvas

    let answer = prompt |> Sampler.streamWith watch stop model options
    draw (Player.ofTrajectory (Model.tokenizer model) answer |> Player.toCell)
    answer

/// As `generate` for several prompts, one after the other; each has a seed
/// of its own, derived as `Sampler.generateMany` derives it, and a player.
let generateMany (model: Model) (options: SamplerOptions) (prompts: Prompt seq) : Trajectory list =
    [
        for row, prompt in Seq.indexed prompts ->
            let seed = DiffuCoder.Runtime.RandomSource(options.Seed).Derive(int64 row).Seed
            generate model { options with Seed = seed } prompt
    ]

/// Answers a benchmark and runs the answers, with a bar.
let evaluate (model: Model) (benchmark: Benchmark) (options: EvaluateOptions) : BenchmarkResult =
    use sandbox =
        Sandbox.startWith (DiffuCoder.Sandbox.SandboxOptions(Libraries = Array.ofList options.Libraries))

    let html (progress: EvaluateProgress) =
        let share =
            float (progress.Generated + progress.Scored)
            / float (max 1 (2 * progress.Total))

        LiveView.progressHtml $"{progress.Generated} of {progress.Total} answers written, {progress.Scored} judged" share "" []

    let draw, stop = shown (LiveView.progressHtml "no answer yet" 0.0 "" [])
    let mutable last = None
    let show = LiveView.throttled interval (html >> draw)

    let watch progress =
        last <- Some progress
        show progress

    let result = Evaluate.runWith sandbox watch stop model benchmark options
    last |> Option.iter (html >> draw)
    result

/// Trains with coupled-GRPO, with a bar and the curve of the reward. True when the last update was made.
let grpo (model: Model) (tasks: GrpoTask list) (rewards: Reward list) (options: GrpoOptions) : bool =
    let mutable points = []

    let html (progress: GrpoProgress) =
        let left = progress.Remaining.ToString @"h\:mm\:ss"
        let share = float progress.Step / float (max 1 progress.Steps)
        let title = $"update {progress.Step} of {progress.Steps}, {left} left"
        LiveView.progressHtml title share "reward" (List.rev points)

    let draw, stop = shown (LiveView.progressHtml "no update yet" 0.0 "" [])

    let watch (progress: GrpoProgress) =
        if Double.IsFinite progress.Reward then
            points <- (float progress.Step, progress.Reward) :: points

        draw (html progress)

    Grpo.runWith watch stop model tasks rewards options

/// The tiny models that the magic command has loaded, the empty name being the one that comes with the kit.
let private models = Collections.Generic.Dictionary<string, Model>()

/// What `#!diffucoder` does: `model` is a directory, or empty for the tiny Instruct model; 0 steps are those of the options.
let magic (model: string) (steps: int) (temperature: float) (text: string) : Trajectory =
    let loaded =
        match models.TryGetValue model with
        | true, loaded -> loaded
        | _ ->
            let loaded =
                if model = "" then
                    Model.tiny Stage.Instruct
                else
                    Model.load model

            models[model] <- loaded
            loaded

    let options =
        { (if model = "" then
               SamplerOptions.Tiny
           else
               SamplerOptions.Paper) with
            Temperature = temperature
        }

    Prompt.instruct text
    |> generate
        loaded
        (if steps = 0 then
             options
         else
             { options with Steps = steps })
