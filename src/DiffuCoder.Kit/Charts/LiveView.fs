namespace DiffuCoder

open System
open System.Diagnostics

/// A token of a canvas that is being filled in.
type internal LiveToken =
    {
        Token: int
        /// From 0, and how sure it was.
        Written: (int * float32) option
    }

/// A canvas that is being filled in: what is written so far and at which step.
type LiveCanvas =
    private
        {
            Tokenizer: Tokenizer
            Start: int
            Masks: bool list
            Steps: int
            Strategy: Strategy
            /// What each position that was written holds; without a step it was known from the start.
            Tokens: Map<int, LiveToken>
            Done: int
        }

/// <summary>
/// HTML of work in progress, for whoever shows it: a canvas as it fills
/// in, a bar with a curve as it grows. It needs no script and no network.
/// </summary>
/// <example><code lang="fsharp">
/// prompt
/// |> Sampler.stream model options
/// |> Seq.scan (fun canvas step -> LiveView.after step canvas) (LiveView.canvas model options prompt)
/// |> Seq.iter (LiveView.canvasHtml System.TimeSpan.Zero >> printfn "%s")
/// </code></example>
[<RequireQualifiedAccess>]
module LiveView =

    /// A generation before its first step.
    let canvas (model: Model) (options: SamplerOptions) (prompt: Prompt) : LiveCanvas =
        let canvas = Prompt.canvas model options prompt
        let mask = Sampling.Canvas.MaskOf model.Config

        {
            Tokenizer = Model.tokenizer model
            Start = canvas.CompletionStart
            Masks = [ for token in Seq.skip canvas.CompletionStart canvas.Tokens -> token = mask ]
            Steps = options.Steps
            Strategy = options.Remasking
            Tokens =
                Map
                    [
                        for position, token in Seq.indexed canvas.Tokens do
                            if position >= canvas.CompletionStart && token <> mask then
                                position, { Token = token; Written = None }
                    ]
            Done = 0
        }

    /// The canvas with what a step wrote.
    let after (step: SamplingStep) (canvas: LiveCanvas) : LiveCanvas =
        let write tokens (reveal: Sampling.Reveal) =
            let token =
                {
                    Token = reveal.Token
                    Written = Some(step.Index, reveal.Confidence)
                }

            Map.add reveal.Position token tokens

        { canvas with
            Tokens = Seq.fold write canvas.Tokens step.Reveals
            Done = step.Index + 1
        }

    let private seconds (time: TimeSpan) =
        FormattableString.Invariant $"{time.TotalSeconds:F1} s"

    let private background (canvas: LiveCanvas) colour (token: LiveToken) =
        token.Written
        |> Option.bind (fun (step, confidence) -> TokenColours.place colour canvas.Strategy canvas.Steps step confidence)
        |> Option.map (Palette.along (TokenColours.scale colour) >> Palette.hex)
        |> Option.defaultValue "rgba(128,128,128,0.18)"

    /// As `canvasHtml`, with colours that say what is asked for.
    let canvasHtmlBy (colour: TokenColour) (elapsed: TimeSpan) (canvas: LiveCanvas) : string =
        let specials = set canvas.Tokenizer.SpecialTokens.Values

        let cell index isMask =
            match Map.tryFind (canvas.Start + index) canvas.Tokens with
            | Some token when specials.Contains token.Token -> ""
            | Some token ->
                let text = Tokenizer.decode canvas.Tokenizer [ token.Token ] |> Page.encode
                $"<span style=\"border-radius:3px;color:#1d2127;background:{background canvas colour token}\">{text}</span>"
            | None ->
                if isMask then
                    "<span style=\"opacity:0.35\">▯</span>"
                else
                    ""

        let body = canvas.Masks |> List.mapi cell |> String.concat ""

        let written = canvas.Tokens.Values |> Seq.filter _.Written.IsSome |> Seq.length

        let pace =
            if elapsed > TimeSpan.Zero && canvas.Done > 0 then
                let left = elapsed * float (max 0 (canvas.Steps - canvas.Done)) / float canvas.Done
                let speed = float written / elapsed.TotalSeconds
                FormattableString.Invariant $" · {speed:F1} tokens/s · at most {seconds left} left"
            else
                ""

        $"<div><pre style=\"white-space:pre-wrap;overflow-wrap:anywhere\">{body}</pre>"
        + $"<small>step {canvas.Done} of {canvas.Steps}{pace}</small></div>"

    /// The canvas as HTML, coloured by the step that wrote each token as the player colours it, with step,
    /// tokens a second and time left.
    let canvasHtml (elapsed: TimeSpan) (canvas: LiveCanvas) : string =
        canvasHtmlBy TokenColour.Order elapsed canvas

    /// Fragments of HTML beside each other where there is room, else below each other.
    let sideBySide (fragments: string seq) : string =
        let placed =
            [
                for fragment in fragments -> $"<div style=\"flex:1 1 24em;min-width:0\">{fragment}</div>"
            ]

        $"<div style=\"display:flex;flex-wrap:wrap;gap:0 1em\">{String.Concat placed}</div>"

    /// <summary>
    /// A bar, what it says, and a curve of the values so far; without values only the bar. Values that are not numbers are left out.
    /// </summary>
    /// <param name="title">What stands above the bar.</param>
    /// <param name="share">How much is done, in [0, 1].</param>
    /// <param name="name">What the curve shows.</param>
    /// <param name="values">Its points, from left to right.</param>
    let progressHtml (title: string) (share: float) (name: string) (values: (float * float) list) : string =
        let share = Math.Clamp((if Double.IsFinite share then share else 0.0), 0.0, 1.0)

        let bar =
            FormattableString.Invariant
                $"<div style=\"background:rgba(128,128,128,0.2);border-radius:4px\"><div style=\"width:{100.0 * share:F1}%%;height:8px;border-radius:4px;background:#2f73d8\"></div></div>"

        let points =
            values |> List.filter (fun (x, y) -> Double.IsFinite x && Double.IsFinite y)

        let curve =
            match points with
            | []
            | [ _ ] -> ""
            | points ->
                let xs, ys = List.unzip points
                let lowX, highX, lowY, highY = List.min xs, List.max xs, List.min ys, List.max ys

                let within low high value =
                    if high > low then (value - low) / (high - low) else 0.5
                // a long run has more points than a cell has pixels
                let every = max 1 (points.Length / 400)

                let line =
                    points
                    |> List.indexed
                    |> List.filter (fun (index, _) -> index % every = 0 || index = points.Length - 1)
                    |> List.map (fun (_, (x, y)) ->
                        FormattableString.Invariant $"{600.0 * within lowX highX x:F1},{5.0 + 110.0 * (1.0 - within lowY highY y):F1}")
                    |> String.concat " "

                let legend =
                    FormattableString.Invariant $"{name}: {List.last ys:G4} ({lowY:G4} to {highY:G4})"
                    |> Page.encode

                $"<svg viewBox=\"0 0 600 120\" preserveAspectRatio=\"none\" style=\"width:100%%;height:120px\">"
                + $"<polyline fill=\"none\" stroke=\"#2f73d8\" stroke-width=\"2\" vector-effect=\"non-scaling-stroke\" points=\"{line}\"/>"
                + $"</svg><small>{legend}</small>"

        $"<div style=\"max-width:60em\"><small>{Page.encode title}</small>{bar}{curve}</div>"

    /// <summary>
    /// A function that calls another at most once in so long; what comes in between is dropped. The first call goes through.
    /// </summary>
    let throttled (interval: TimeSpan) (show: 'value -> unit) : 'value -> unit =
        let clock = Stopwatch()

        fun value ->
            if not clock.IsRunning || clock.Elapsed >= interval then
                show value
                clock.Restart()
