module DiffuCoder.Kit.Tests.TrajectoryTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Sampling
open DiffuCoder.Kit.Tests.StandIn

let private reveal position token = Reveal(position, token, 0f, 0f)

/// Two known tokens and four masks (0), written in three steps; the last token lies behind a stop token.
let private sample text =
    Trajectory(
        Initial = [ 90; 91; 0; 0; 0; 0 ],
        Final = [ 90; 91; 72; 73; 74; 1 ],
        CompletionStart = 2,
        TextEnd = 5,
        Steps =
            [
                SamplingStep(0, [ reveal 4 74; reveal 5 1 ])
                SamplingStep(1, [])
                SamplingStep(2, [ reveal 2 72; reveal 3 73 ])
            ],
        Options = DiffuCoder.Sampling.SamplerOptions.Paper,
        Seed = 0L,
        Text = text
    )

[<Fact>]
let ``the order is that of the steps, and from left to right within one`` () =
    sample "x" |> Trajectory.order |> should equal [ 4; 5; 2; 3 ]

[<Fact>]
let ``a generation is repeated from the options it was sampled with, or with some changed`` () =
    use model = Model.load (directory ())
    let prompt = Prompt.complete "def total"

    let sampled =
        prompt
        |> Sampler.generate
            model
            { quick with
                Temperature = 1.0
                Seed = 7L
                TopK = Some 50
            }

    Trajectory.options sampled
    |> should
        equal
        { quick with
            Temperature = 1.0
            Seed = 7L
            TopK = Some 50
        }

    let again = prompt |> Sampler.generate model (Trajectory.options sampled)
    List.ofSeq again.Final |> should equal (List.ofSeq sampled.Final)

    let slower =
        prompt
        |> Sampler.generate
            model
            { Trajectory.options sampled with
                Steps = 12
            }

    slower.Steps.Count |> should equal 12

[<Fact>]
let ``every written position has its step`` () =
    sample "x" |> Trajectory.stepOf |> should equal (Map [ 2, 2; 3, 2; 4, 0; 5, 0 ])

[<Fact>]
let ``a canvas can be seen after any number of steps`` () =
    let canvas steps =
        sample "x" |> Trajectory.canvasAfter steps |> List.ofArray

    canvas 0 |> should equal [ 90; 91; 0; 0; 0; 0 ]
    canvas 2 |> should equal [ 90; 91; 0; 0; 74; 1 ]
    canvas 3 |> should equal [ 90; 91; 72; 73; 74; 1 ]
    canvas 99 |> should equal (canvas 3)

[<Fact>]
let ``the drift of a cache is told by step, with the commitments that a full pass would not have made`` () =
    let drifted divergence otherwise (step: SamplingStep) =
        SamplingStep(step.Index, step.Reveals, Drift = CacheDrift(0f, divergence, otherwise))

    let measured first third =
        let plain = sample "x"

        Trajectory(
            Initial = plain.Initial,
            Final = plain.Final,
            CompletionStart = 2,
            TextEnd = 5,
            Options = plain.Options,
            Seed = 0L,
            Steps =
                [
                    plain.Steps[0] |> drifted first [| reveal 4 74; reveal 5 2 |]
                    plain.Steps[1]
                    plain.Steps[2] |> drifted third [| reveal 2 72; reveal 3 73 |]
                ]
        )

    [
        for step, drift, changed in Trajectory.drift (measured 0.5f 0.25f) -> step, drift.Divergence, changed
    ]
    |> should equal [ 0, 0.5f, 1; 2, 0.25f, 0 ]

    [
        for point in Trajectory.driftByStep [ measured 0.5f 0.25f; measured 1f 0.25f ] -> point.At, point.Value.Mean
    ]
    |> should equal [ 0, 0.75; 2, 0.25 ]

    Trajectory.drift (sample "x") |> List.isEmpty |> should equal true

[<Fact>]
let ``pieces are the text token by token with the step of each`` () =
    use model = Model.load (directory ())
    let answer = Prompt.instruct "Add." |> Sampler.generate model quick
    let pieces = answer |> Trajectory.pieces (Model.tokenizer model)
    pieces |> should haveLength answer.Completion.Count

    pieces
    |> List.map (_.Text)
    |> String.concat ""
    |> should equal (Tokenizer.decode (Model.tokenizer model) answer.Completion)

    for piece in pieces do
        piece.Step
        |> should equal (answer |> Trajectory.stepOf |> Map.tryFind piece.Position)

[<Fact>]
let ``the text after some steps has a dot for each token that is still to come`` () =
    use model = Model.load (directory ())
    let answer = Prompt.instruct "Add." |> Sampler.generate model quick

    let after steps =
        answer |> Trajectory.textAfter (Model.tokenizer model) steps

    let dots =
        [
            for steps in 0 .. answer.Steps.Count -> after steps |> Seq.filter ((=) '·') |> Seq.length
        ]

    after 0 |> should equal (String.replicate answer.Completion.Count "·")
    dots |> should be descending

    after answer.Steps.Count
    |> should equal (Tokenizer.decode (Model.tokenizer model) answer.Completion)

[<Theory>]
[<InlineData("def f():\n    pass\n```\n", "def f():\n    pass\n")>]
[<InlineData("def f():\n    pass\n", "def f():\n    pass\n")>]
[<InlineData("Sure.\n```python\ndef f():\n    pass\n```\nDone.", "def f():\n    pass\n")>]
[<InlineData("```py\nx = 1", "x = 1")>]
[<InlineData("s = '```'\n```", "s = '```'\n")>]
[<InlineData("```", "")>]
[<InlineData("", "")>]
let ``code is what the fence encloses`` (text: string, expected: string) =
    sample text |> Trajectory.code |> should equal expected

[<Fact>]
let ``a generation without a tokenizer has no text, and says so`` () =
    Assert.Throws<SamplerException>(fun () -> sample null |> Trajectory.text |> ignore).Message
    |> should haveSubstring "without a tokenizer"

[<Fact>]
let ``a saved text can be read in its file`` () =
    let file = System.IO.Path.Combine(temporaryFolder (), "one.jsonl")
    sample "print(\"é\")" |> Trajectory.save file
    System.IO.File.ReadAllText file |> should haveSubstring "print(\\\"é\\\")"

[<Fact>]
let ``a saved generation loads as it was`` () =
    use model = Model.load (directory ())
    let prompts = [ Prompt.instruct "Add."; Prompt.complete "def" ]
    let answers = prompts |> Sampler.generateMany model quick
    let file = System.IO.Path.Combine(temporaryFolder (), "answers.jsonl")
    answers |> Trajectory.saveMany file
    let again = Trajectory.load file

    again
    |> List.map (fun answer -> answer.Text, answer.Seed)
    |> should equal (answers |> List.map (fun answer -> answer.Text, answer.Seed))

    again
    |> List.map Trajectory.order
    |> should equal (answers |> List.map Trajectory.order)

    answers.Head |> Trajectory.save file
    Trajectory.load file |> should haveLength 1
