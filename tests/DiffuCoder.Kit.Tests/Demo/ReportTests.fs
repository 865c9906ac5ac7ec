module DiffuCoder.Kit.Tests.Demo.ReportTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Demo
open DiffuCoder.Kit.Tests

let private tokenizer = lazy Tokenizer.load (StandIn.directory ())

/// A finished generation of a text, written from right to left.
let private answer (text: string) =
    let ids = Tokenizer.encode tokenizer.Value text
    let mask = tokenizer.Value.IdOf("<|mask|>").Value

    DiffuCoder.Sampling.Trajectory(
        Initial = [ for _ in ids -> mask ],
        Final = ids,
        CompletionStart = 0,
        TextEnd = ids.Length,
        Steps =
            [
                for step, (position, id) in List.indexed ids |> List.rev |> List.indexed ->
                    SamplingStep(step, [ DiffuCoder.Sampling.Reveal(position, id, 0f, 0f) ])
            ],
        Options = DiffuCoder.Sampling.SamplerOptions.Paper,
        Seed = 0L,
        Text = text
    )

let private shown text =
    answer text |> Report.shown tokenizer.Value

[<Fact>]
let ``the code is shown without its fence and without empty lines at the end`` () =
    let code = "def total(values):\n    return sum(values)"

    shown (code + "\n```\n")
    |> List.map _.Text
    |> String.concat ""
    |> should equal code

    shown code |> List.map _.Text |> String.concat "" |> should equal code

[<Fact>]
let ``a text without code is shown whole`` () =
    shown "```" |> should be Empty
    shown "" |> should be Empty

    shown "12 apples"
    |> List.map _.Text
    |> String.concat ""
    |> should equal "12 apples"

[<Fact>]
let ``the ends are the first and the last words in the order of writing`` () =
    let pieces =
        [
            for i, text in List.indexed [ "def"; " "; "f"; "()" ] ->
                {
                    Position = i
                    Text = text
                    Step = Some(9 - i)
                }
        ]

    Report.ends 2 pieces |> should equal ([ "()"; "f" ], [ "f"; "def" ])
    Report.ends 9 pieces |> fst |> should equal [ "()"; "f"; "def" ]
    Report.ends 2 [] |> should equal (([]: string list), ([]: string list))

[<Fact>]
let ``the figures count tokens, steps and seconds`` () =
    let answer = answer "x"

    let filling =
        Filling.start answer.Initial answer.Initial[0] 1
        |> Filling.advance 0.5 answer.Steps[0]

    Report.figures answer filling
    |> should equal "1 token of text in 1 step and 0.5 s, 2 a second; 1 with the padding behind it"
