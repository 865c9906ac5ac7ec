namespace DiffuCoder.Kit.Tests.Charts

open System
open System.IO
open System.Xml.Linq
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.Charts.Figures
open DiffuCoder.Kit.Tests.StandIn

/// All charts and two players in one page, which a browser has rendered and a script has driven; one start of the browser.
type RenderedPage() =
    let charts =
        ("markup", Chart.localArness [ Series.measured "a <b> & c" (curve [ 0.5 ]) ])
        :: Figures.all ()

    let players =
        [ program; "</script><b>&amp;" ]
        |> List.map (backwards >> Player.ofTrajectory tokenizer.Value >> Player.toCell)

    let seen =
        Page.page
            "all"
            (Browser.catcher + Chart.plotlyScript ())
            ([ for _, chart in charts -> Chart.toCell chart ]
             @ players
             @ [ Browser.probe.Value ])
        |> Browser.seen

    member _.Charts = List.zip (List.map fst charts) (items "charts" seen)
    member _.Seen = seen

type BrowserTests(page: RenderedPage) =
    let steps = (backwards program).Steps.Count
    let look name = at $"player.{name}" page.Seen
    let step name = (at "step" (look name)).GetInt32()
    let masks name = (at "masks" (look name)).GetInt32()

    interface IClassFixture<RenderedPage>

    [<Fact>]
    member _.``no script fails``() =
        items "errors" page.Seen |> List.map string |> should be Empty

    [<Fact>]
    member _.``every chart is drawn``() =
        for name, chart in page.Charts do
            if not (Browser.isDrawn chart) then
                failwith $"{name} is not drawn: {chart}"

    [<Fact>]
    member _.``markup in a name is shown as text``() =
        page.Charts
        |> Map.ofList
        |> Map.find "markup"
        |> text "words"
        |> should haveSubstring "a <b> & c"

    [<Fact>]
    member _.``a player starts with masks only``() =
        step "start" |> should equal 0
        masks "start" |> should equal steps

    [<Fact>]
    member _.``a player steps forward and back``() =
        step "forward" |> should equal 1
        masks "forward" |> should equal (steps - 1)

        items "fresh" (look "forward")
        |> List.map _.GetInt32()
        |> should equal [ steps - 1 ]

        step "key" |> should equal 2
        step "back" |> should equal 1
        step "slider" |> should equal 3
        masks "slider" |> should equal (steps - 3)
        step "home" |> should equal 0

    [<Fact>]
    member _.``at its end a player shows the text``() =
        masks "last" |> should equal 0
        (text "text" (look "last")).Replace("⏎", "") |> should equal program

    [<Fact>]
    member _.``a player that is played arrives at the end``() = step "played" |> should equal steps

    [<Fact>]
    member _.``two players in one page do not disturb each other``() =
        step "other" |> should equal 0
        text "text" (look "other") |> should equal ""

    [<Fact>]
    member _.``a token says when it was written and how surely``() =
        let hover = text "player.hover" page.Seen
        hover |> should haveSubstring $"step {steps - 1}"
        hover |> should haveSubstring "confidence 0.5"
        hover |> should haveSubstring "entropy 0.25 nats"

    [<Fact>]
    member _.``pictures are drawn in the size of the chart``() =
        let folder = temporaryFolder ()
        let file name = Path.Combine(folder, name)
        let chart = Chart.localArness [ Series.measured "a <b> & c" (curve [ 0.5; 0.4 ]) ]
        Chart.pictures [ file "a.png", chart; file "a.svg", chart ]
        let png = File.ReadAllBytes(file "a.png")

        png[..7]
        |> should equal [| 0x89uy; 0x50uy; 0x4Euy; 0x47uy; 0x0Duy; 0x0Auy; 0x1Auy; 0x0Auy |]

        let size offset =
            Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(ReadOnlySpan(png, offset, 4))

        (size 16, size 20) |> should equal (1600, 880)
        let svg = XDocument.Load(file "a.svg")

        let words =
            [
                for element in svg.Descendants() do
                    if element.Name.LocalName = "text" then
                        element.Value
            ]

        words |> should contain "a <b> & c"
        words |> should contain "local AR-ness@k (share of tokens)"
