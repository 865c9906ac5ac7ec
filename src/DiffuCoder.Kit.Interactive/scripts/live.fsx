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

    let stop = context.CancellationToken
    let gate = obj ()

    // The kernel stops a cell from a thread of its own: first its token, then it answers for the cell. A picture that
    // is on its way at that moment would take the answer along, on sockets that only one thread may use, and now and
    // then a stopped cell would never end.
    stop.Register(fun () -> lock gate ignore) |> ignore

    let draw (html: string) =
        lock gate (fun () ->
            if not stop.IsCancellationRequested then
                display.Update(HtmlString html))

    draw, stop

/// A display of progress, drawn at most so often and once more at its end; gives what the work came to, also where it is stopped.
let private watched (html: unit -> string) (work: (unit -> unit) -> Threading.CancellationToken -> 'result) : 'result =
    let draw, stop = shown (html ())
    let show = LiveView.throttled interval (html >> draw)

    try
        work show stop
    finally
        draw (html ())

let private player colour model =
    Player.colouredBy colour (Model.tokenizer model) >> Player.toCell

/// As `generate`, with colours that say what is asked for.
let generateBy (colour: TokenColour) (model: Model) (options: SamplerOptions) (prompt: Prompt) : Trajectory =
    let mutable canvas = LiveView.canvas model options prompt
    let draw, stop = shown (LiveView.canvasHtmlBy colour TimeSpan.Zero canvas)
    let clock = Stopwatch.StartNew()

    let show =
        LiveView.throttled interval (LiveView.canvasHtmlBy colour clock.Elapsed >> draw)

    let watch step =
        canvas <- LiveView.after step canvas
        show canvas

    let answer = prompt |> Sampler.streamWith watch stop model options
    draw (player colour model answer)
    answer

/// Fills in a prompt and shows the canvas as it fills, coloured by the order of writing; ends in the player.
let generate (model: Model) (options: SamplerOptions) (prompt: Prompt) : Trajectory =
    generateBy TokenColour.Order model options prompt

/// As `generateMany`, with colours that say what is asked for.
let generateManyBy (colour: TokenColour) (model: Model) (options: SamplerOptions) (prompts: Prompt seq) : Trajectory list =
    let prompts = List.ofSeq prompts

    let canvases = [| for prompt in prompts -> LiveView.canvas model options prompt |]

    let clock = Stopwatch()

    let html () =
        canvases
        |> Seq.map (LiveView.canvasHtmlBy colour clock.Elapsed)
        |> LiveView.sideBySide

    let draw, stop = shown (html ())
    clock.Start()
    let show = LiveView.throttled interval (html >> draw)

    let watch row step =
        canvases[row] <- LiveView.after step canvases[row]
        show ()

    let answers = prompts |> Sampler.streamManyWith watch stop model options
    draw (answers |> Seq.map (player colour model) |> LiveView.sideBySide)
    answers

/// As `generate` for several prompts at once, as `Sampler.generateMany` writes them: all canvases fill in
/// beside each other, and end in their players.
let generateMany (model: Model) (options: SamplerOptions) (prompts: Prompt seq) : Trajectory list =
    generateManyBy TokenColour.Order model options prompts

/// Answers a benchmark and runs the answers, with a bar.
let evaluate (model: Model) (benchmark: Benchmark) (options: EvaluateOptions) : BenchmarkResult =
    use sandbox =
        Sandbox.startWith (DiffuCoder.Sandbox.SandboxOptions(Libraries = Array.ofList options.Libraries))

    let mutable last = None

    let html () =
        match last with
        | None -> LiveView.progressHtml "no answer yet" 0.0 "" []
        | Some(progress: EvaluateProgress) ->
            LiveView.progressHtml $"{progress.Generated} of {progress.Total} answers written, {progress.Scored} judged" progress.Share "" []

    watched html (fun show stop ->
        let watch progress =
            last <- Some progress
            show ()

        Evaluate.runWith sandbox watch stop model benchmark options)

let private left (time: TimeSpan) = time.ToString @"h\:mm\:ss"

/// Trains with coupled-GRPO, with a bar and the curve of the reward. True when the last update was made; false when it was stopped.
let grpo (model: Model) (tasks: GrpoTask list) (rewards: Reward list) (options: GrpoOptions) : bool =
    let mutable points = []
    let mutable last = None

    let html () =
        match last with
        | None -> LiveView.progressHtml "no update yet" 0.0 "" []
        | Some(progress: GrpoProgress) ->
            let share = float progress.Step / float (max 1 progress.Steps)

            let title =
                $"update {progress.Step} of {progress.Steps}, {left progress.Remaining} left"

            LiveView.progressHtml title share "reward" (List.rev points)

    watched html (fun show stop ->
        let watch (progress: GrpoProgress) =
            points <- (float progress.Step, progress.Reward) :: points
            last <- Some progress
            show ()

        Grpo.runWith watch stop model tasks rewards options)

/// Trains what is not finished of a pipeline, as `Pipeline.run` does: a bar for each stage and the curve of
/// its loss, or of its reward where it has one. The directories of the finished stages by name, and whether
/// all are; not all, when it was stopped.
let train (directory: string) (start: string option) (stages: TrainingStage list) : Map<string, string> * bool =
    let mutable ended = []
    let mutable points = []
    let mutable last: PipelineProgress option = None

    let ofStage (progress: PipelineProgress) =
        let name = $"{progress.Stage} ({progress.Place} of {progress.Stages})"

        match Option.ofObj progress.Training with
        | Some training ->
            let measure =
                if training.Measures.ContainsKey "reward" then
                    "reward"
                else
                    "loss"

            let title =
                $"{name}: update {training.Step} of {training.Steps}, {left training.Remaining} left"

            LiveView.progressHtml title (float training.Step / float (max 1L training.Steps)) measure (List.rev points)
        | None when progress.Finished -> LiveView.progressHtml $"{name}: finished" 1.0 "" []
        | None -> LiveView.progressHtml $"{name}: begins" 0.0 "" []

    let html () =
        match last with
        | None -> LiveView.progressHtml "no stage yet" 0.0 "" []
        | Some progress -> List.rev (ofStage progress :: ended) |> String.concat ""

    watched html (fun show stop ->
        let watch (progress: PipelineProgress) =
            match Option.ofObj progress.Training, last with
            | Some training, _ ->
                let found, reward = training.Measures.TryGetValue "reward"
                points <- (float training.Step, (if found then reward else training.Loss)) :: points
                last <- Some progress
            // a stage that was trained just now keeps its curve
            | None, Some before when
                progress.Finished
                && before.Stage = progress.Stage
                && (Option.ofObj before.Training).IsSome
                ->
                ()
            | None, before ->
                ended <-
                    match before with
                    | Some before when before.Stage <> progress.Stage -> ofStage before :: ended
                    | _ -> ended

                points <- []
                last <- Some progress

            show ()

        Pipeline.runWith watch stop Device.Cpu directory start stages)

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
