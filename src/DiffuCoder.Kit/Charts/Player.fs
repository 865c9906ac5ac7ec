namespace DiffuCoder

open System
open System.Text.Json

/// <summary>
/// A generation as a film: a page, or a part of one, that shows how the masks were filled in. In a notebook it shows itself.
/// </summary>
[<Sealed>]
type Player internal (cell: string) =
    /// The fragment of HTML.
    member internal _.Cell = cell

/// <summary>
/// Animated players of trajectories. They can be played, stepped through forward and back, by
/// mouse or keyboard (space, arrows, Home, End), and say of every token at which step, how surely
/// and out of what entropy it was written. They need no network, and several fit in one page.
/// </summary>
/// <example><code lang="fsharp">
/// answer |> Player.ofTrajectory (Model.tokenizer model) |> Player.save "answer.html"
/// </code></example>
[<RequireQualifiedAccess>]
module Player =

    let private finite (value: float32) =
        if Single.IsFinite value then
            Nullable(Math.Round(float value, 6))
        else
            Nullable()

    /// One generation of a film; a step that wrote nothing is left out where it is not to be shown whole.
    let private roundOf (colour: TokenColour) (tokenizer: Tokenizer) (title: string) (whole: bool) (trajectory: Trajectory) =
        let start = trajectory.CompletionStart
        let specials = set tokenizer.SpecialTokens.Values
        let final = trajectory.Final |> Seq.skip start |> Array.ofSeq
        let texts = Tokenizer.pieces tokenizer final |> Array.ofList

        // a trajectory does not say which token is the mask; it is what nearly all revealed positions held before
        let mask =
            trajectory.Reveals
            |> Seq.countBy (fun reveal -> trajectory.Initial[reveal.Position])
            |> Seq.maxBy snd
            |> fst

        // a token that a later step wrote over has no place in the final text; it is decoded alone
        let textOf (reveal: Sampling.Reveal) =
            if final[reveal.Position - start] = reveal.Token then
                texts[reveal.Position - start]
            else
                Tokenizer.decode tokenizer [ reveal.Token ]

        let steps =
            [
                for step in trajectory.Steps do
                    if whole || step.Reveals.Count > 0 then
                        step
            ]

        {|
            title = title
            start = start
            cells =
                [
                    for index, token in Seq.indexed final ->
                        {|
                            text = texts[index]
                            special = specials.Contains token
                            known = trajectory.Initial[start + index] <> mask
                        |}
                ]
            steps =
                [
                    for index, step in List.indexed steps ->
                        [
                            for reveal in step.Reveals do
                                if reveal.Position >= start then
                                    [|
                                        box (reveal.Position - start)
                                        box (textOf reveal)
                                        box (specials.Contains reveal.Token)
                                        box (finite reveal.Confidence)
                                        box (finite reveal.Entropy)
                                        reveal.Confidence
                                        |> TokenColours.place colour trajectory.Options.Remasking steps.Length index
                                        |> Option.map (fun place -> Math.Round(place, 4))
                                        |> Option.toNullable
                                        |> box
                                    |]
                        ]
                ]
        |}

    let private film colour text rounds : Player =
        let data =
            {|
                colours = TokenColours.scale colour |> List.map Palette.hex
                ends = TokenColours.ends colour |> fun (low, high) -> [ low; high ]
                rounds = rounds
            |}

        // the serializer writes every < of a text as an escape, so that no token ends the script
        let data = JsonSerializer.Serialize data

        Page.resource "player.html"
        |> Page.fill
            [
                "id", Page.placeOf data
                "style", Page.resource "player.css"
                "script", Page.resource "player.js"
                "text", Page.encode text
                "data", data
            ]
        |> Player

    /// <summary>As <c>ofTrajectory</c>, with colours that say what is asked for.</summary>
    /// <exception cref="T:DiffuCoder.ChartException">The generation revealed nothing, so there is nothing to play.</exception>
    /// <example><code lang="fsharp">
    /// answer |> Player.colouredBy TokenColour.Confidence (Model.tokenizer model) |> Player.show
    /// </code></example>
    let colouredBy (colour: TokenColour) (tokenizer: Tokenizer) (trajectory: Trajectory) : Player =
        if Seq.isEmpty trajectory.Reveals then
            ChartCheck.fail "The player: the generation revealed nothing, so there is nothing to play; sample a prompt with masks."

        [ roundOf colour tokenizer "" true trajectory ]
        |> film colour (Tokenizer.decode tokenizer trajectory.Completion)

    /// <summary>The player of a generation: of its completion, padding and all, coloured by the step that wrote each token.</summary>
    /// <exception cref="T:DiffuCoder.ChartException">The generation revealed nothing, so there is nothing to play.</exception>
    /// <example><code lang="fsharp">
    /// answer |> Player.ofTrajectory (Model.tokenizer model) |> Player.show
    /// </code></example>
    let ofTrajectory (tokenizer: Tokenizer) (trajectory: Trajectory) : Player =
        colouredBy TokenColour.Order tokenizer trajectory

    /// <summary>
    /// The film of a repair: how the answer was written, then each round, from the canvas with the new masks to what was filled in.
    /// Its text, where no scripts run, is the answer that is kept.
    /// </summary>
    /// <exception cref="T:DiffuCoder.ChartException">Nothing was revealed, so there is nothing to play.</exception>
    /// <example><code lang="fsharp">
    /// repaired |> Player.ofRepair (Model.tokenizer model) |> Player.save "repaired.html"
    /// </code></example>
    let ofRepair (tokenizer: Tokenizer) (run: RepairRun) : Player =
        let rounds =
            ("the answer", run.Before)
            :: [
                for index, round in Seq.indexed run.Rounds -> $"round {index} ({round.Policy})", round.Trajectory
            ]
            |> List.filter (fun (_, trajectory) -> not (Seq.isEmpty trajectory.Reveals))

        if rounds.IsEmpty then
            ChartCheck.fail
                "The player: the answer and its repair revealed nothing, so there is nothing to play; sample a prompt with masks."

        rounds
        |> List.map (fun (title, trajectory) -> roundOf TokenColour.Order tokenizer title false trajectory)
        |> film TokenColour.Order (Tokenizer.decode tokenizer run.Answer.Completion)

    /// <summary>The fragment of HTML that a notebook's cell shows, or that a page of one's own takes in.</summary>
    /// <example><code lang="fsharp">
    /// players |> List.map Player.toCell |> String.concat ""
    /// </code></example>
    let toCell (player: Player) : string = player.Cell

    /// <summary>A page of its own; it needs no network.</summary>
    /// <example><code lang="fsharp">
    /// player |> Player.toHtml |> String.length
    /// </code></example>
    let toHtml (player: Player) : string =
        Page.page "DiffuCoder.Kit" "" [ player.Cell ]

    /// <summary>Writes the page; an older file is replaced as a whole or not at all.</summary>
    /// <exception cref="T:System.IO.IOException">The file cannot be written; an older one is as it was.</exception>
    /// <example><code lang="fsharp">
    /// player |> Player.save "answer.html"
    /// </code></example>
    let save (path: string) (player: Player) : unit = toHtml player |> Page.save path

    /// <summary>Opens the page in the browser, from a temporary file.</summary>
    /// <exception cref="T:DiffuCoder.ChartException">There is no browser that could open it.</exception>
    /// <example><code lang="fsharp">
    /// player |> Player.show
    /// </code></example>
    let show (player: Player) : unit = toHtml player |> Page.show
