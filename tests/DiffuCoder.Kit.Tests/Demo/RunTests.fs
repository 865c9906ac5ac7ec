/// The demo's two ways of showing, and the program itself with its output redirected.
module DiffuCoder.Kit.Tests.Demo.RunTests

open System
open System.Diagnostics
open System.IO
open System.Threading
open Spectre.Console
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Demo
open DiffuCoder.Kit.Tests

let private settings () =
    Settings.parse
        [|
            "--model"
            StandIn.directory ()
            "--tokens"
            "16"
            "--steps"
            "8"
            "Add"
            "numbers."
        |]

/// What a terminal of a width is sent.
let private drawnAt width height =
    use output = new StringWriter()

    let console =
        AnsiConsole.Create(
            AnsiConsoleSettings(
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.TrueColor,
                Interactive = InteractionSupport.Yes,
                Out = AnsiConsoleOutput output
            )
        )

    console.Profile.Width <- width
    console.Profile.Height <- height
    console.Profile.Capabilities.Unicode <- true
    let settings = settings ()
    use model = Model.load (StandIn.directory ())
    let trajectory = LiveRun.run console CancellationToken.None settings model
    trajectory, output.ToString()

[<Fact>]
let ``a terminal sees the masks, every step, the colours of the order and how to go on`` () =
    let trajectory, output = drawnAt 100 40
    trajectory.Steps.Count |> should equal 8
    output |> should haveSubstring "░░"

    for step in 0..8 do
        output |> should haveSubstring $"step {step} of 8"

    output |> should haveSubstring "in the order it was written"
    output |> should haveSubstring "16 with the padding behind it"
    output |> should haveSubstring "Add numbers."
    output |> should haveSubstring "--model apple/DiffuCoder-7B-cpGRPO"
    let r, g, b = Palette.ofOrder 0.0
    output |> should haveSubstring $"\027[38;2;{r};{g};{b}m"

[<Theory>]
[<InlineData(40, 10)>]
[<InlineData(12, 5)>]
[<InlineData(3, 2)>]
[<InlineData(1, 1)>]
let ``no terminal is too small`` (width: int) (height: int) =
    (drawnAt width height |> fst).Steps.Count |> should equal 8

[<Fact>]
let ``a stopped run ends between two steps`` () =
    use stop = new CancellationTokenSource()
    stop.Cancel()
    use model = Model.load (StandIn.directory ())

    (fun () -> PlainRun.run ignore stop.Token (settings ()) model |> ignore)
    |> should throw typeof<OperationCanceledException>

/// Exit code, output and errors of the program.
let private demo (arguments: string list) =
    let program = Path.Combine(AppContext.BaseDirectory, "DiffuCoder.Demo.dll")

    let start =
        ProcessStartInfo("dotnet", program :: arguments, RedirectStandardOutput = true, RedirectStandardError = true)

    start.Environment["OMP_NUM_THREADS"] <- "1"
    use running = Process.Start start
    let errors = running.StandardError.ReadToEndAsync()
    let output = running.StandardOutput.ReadToEnd()
    running.WaitForExit()
    running.ExitCode, output, errors.Result

[<Fact>]
let ``redirected, the program writes plain text, its progress and the result, and saves what it did`` () =
    let file = Path.Combine(StandIn.temporaryFolder (), "answer.jsonl")

    let code, output, errors =
        demo
            [
                "--model"
                StandIn.directory ()
                "--tokens"
                "16"
                "--steps"
                "8"
                "--save"
                file
                "Add numbers."
            ]

    (code, errors) |> should equal (0, "")
    output |> should not' (haveSubstring "\027")
    output |> should haveSubstring "prompt: Add numbers."
    output |> should haveSubstring "after 4 of 8 steps"
    output |> should haveSubstring "____"
    output |> should haveSubstring "written first:"
    output |> should haveSubstring "16 with the padding behind it"
    let saved = Trajectory.load file |> List.exactlyOne
    saved.Steps.Count |> should equal 8

[<Fact>]
let ``what cannot be done is said in a line or two, with exit code 1`` () =
    let code, output, errors = demo [ "--model"; "/no/such/checkpoint" ]
    (code, output) |> should equal (1, "")
    errors |> should haveSubstring "/no/such/checkpoint"
    errors |> should not' (haveSubstring "   at ")
    errors.Trim().Split('\n').Length |> should be (lessThan 3)

[<Fact>]
let ``a wrong command line has exit code 2`` () =
    let code, _, errors = demo [ "--stepz"; "3" ]
    code |> should equal 2
    errors |> should haveSubstring "--stepz"
