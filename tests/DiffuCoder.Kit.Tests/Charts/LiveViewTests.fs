module DiffuCoder.Kit.Tests.Charts.LiveViewTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.StandIn

[<Fact>]
let ``a canvas fills in step by step, and is as long as it was`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let prompt = Prompt.complete "def"
    let start = LiveView.canvas model quick prompt

    let masks (html: string) =
        html |> Seq.filter ((=) '▯') |> Seq.length

    let empty = LiveView.canvasHtml TimeSpan.Zero start
    masks empty |> should equal quick.MaxNewTokens
    empty |> should haveSubstring $"step 0 of {quick.Steps}"
    empty |> should not' (haveSubstring "tokens/s")

    let steps = prompt |> Sampler.stream model quick |> List.ofSeq

    let first =
        start
        |> LiveView.after steps.Head
        |> LiveView.canvasHtml (TimeSpan.FromSeconds 2.0)

    masks first |> should equal (quick.MaxNewTokens - steps.Head.Reveals.Count)

    first
    |> should haveSubstring $"{float steps.Head.Reveals.Count / 2.0:F1} tokens/s"

    let last =
        steps
        |> List.fold (fun canvas step -> LiveView.after step canvas) start
        |> LiveView.canvasHtml TimeSpan.Zero

    masks last |> should equal 0

[<Fact>]
let ``colours say the order or how sure the model was, in the canvas as in the player`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let prompt = Prompt.complete "def"
    let answer = prompt |> Sampler.generate model quick

    let canvas =
        answer.Steps
        |> Seq.fold (fun canvas step -> LiveView.after step canvas) (LiveView.canvas model quick prompt)

    let player colour =
        answer |> Player.colouredBy colour (Model.tokenizer model) |> Player.toCell

    let backgrounds colour =
        Text.RegularExpressions.Regex.Matches(LiveView.canvasHtmlBy colour TimeSpan.Zero canvas, "background:(#\w+)")
        |> Seq.map _.Groups[1].Value
        |> List.ofSeq

    backgrounds TokenColour.Order
    |> List.distinct
    |> List.length
    |> should be (greaterThan 1)

    backgrounds TokenColour.Confidence
    |> should not' (equal (backgrounds TokenColour.Order))

    LiveView.canvasHtml TimeSpan.Zero canvas
    |> should equal (LiveView.canvasHtmlBy TokenColour.Order TimeSpan.Zero canvas)

    player TokenColour.Confidence
    |> should haveSubstring "\"ends\":[\"unsure\",\"sure\"]"

    player TokenColour.Order
    |> should haveSubstring "\"ends\":[\"first step\",\"last\"]"

[<Fact>]
let ``an entropy of nothing is sure, and a probability of nothing is not`` () =
    let place strategy (confidence: float32) =
        TokenColours.place TokenColour.Confidence strategy 4 0 confidence

    place Strategy.entropy 0.0f |> should equal (Some 1.0)
    (place Strategy.entropy -3.0f).Value |> should be (lessThan 0.1)
    place Strategy.maskgitPlus 0.0f |> should equal (Some 0.0)
    place Strategy.maskgitPlus 0.5f |> should equal (Some 0.5)
    place Strategy.maskgitPlus nanf |> should equal None

[<Fact>]
let ``a bar grows and draws the values that are numbers`` () =
    let html =
        LiveView.progressHtml "a < b" 0.25 "reward" [ 1.0, 0.5; 2.0, nan; 3.0, 1.5 ]

    html |> should haveSubstring "a &lt; b"
    html |> should haveSubstring "width:25.0%"
    html |> should haveSubstring "points=\"0.0,115.0 600.0,5.0\""
    html |> should haveSubstring "reward: 1.5 (0.5 to 1.5)"
    LiveView.progressHtml "" nan "reward" [] |> should not' (haveSubstring "svg")

[<Fact>]
let ``what comes too fast is dropped`` () =
    let seen = ResizeArray<int>()
    let show = LiveView.throttled (TimeSpan.FromHours 1.0) seen.Add
    [ 1..100 ] |> List.iter show
    List.ofSeq seen |> should equal [ 1 ]
    let show = LiveView.throttled TimeSpan.Zero seen.Add
    [ 2..4 ] |> List.iter show
    List.ofSeq seen |> should equal [ 1; 2; 3; 4 ]
