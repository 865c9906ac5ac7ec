/// Constraints from F#: answers, holes, and what a trajectory keeps of them.
module DiffuCoder.Kit.Tests.ConstraintTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder

let private withModel work =
    use model = Model.load (StandIn.directory ())
    work model

let private held language =
    { StandIn.quick with
        Constraint = Some language
    }

[<Fact>]
let ``an answer is in its language, and tells what the model was kept from`` () =
    withModel (fun model ->
        let digits = Constraint.regex @"\d+"
        let answer = Prompt.complete "def total(" |> Sampler.generate model (held digits)
        digits |> Constraint.accepts (Trajectory.text answer) |> should equal true
        let cost = Trajectory.forbidden answer
        cost.Value.Constrained |> should equal (Seq.length answer.Reveals)
        cost.Value.Mass |> should be (greaterThan 0.0)

        Prompt.complete "def total("
        |> Sampler.generate model StandIn.quick
        |> Trajectory.forbidden
        |> should equal None)

[<Fact>]
let ``answers side by side are in it too`` () =
    withModel (fun model ->
        let language =
            Constraint.any [ Constraint.choice [ "yes"; "no" ]; Constraint.regex "[a-f]{3,}" ]

        for answer in
            List.replicate 3 (Prompt.complete "x")
            |> Sampler.generateMany model { held language with Temperature = 1.2 } do
            language |> Constraint.accepts (Trajectory.text answer) |> should equal true)

[<Fact>]
let ``a hole is in its language, all of it, and the others are free`` () =
    withModel (fun model ->
        let name = Constraint.all [ Constraint.regex "[a-z_]+"; Constraint.regex ".{2,30}" ]

        let prompt =
            Prompt.infill
                [
                    Part.Text "def "
                    Part.Constrained(3, name)
                    Part.Text "(values):\n"
                    Part.Masks 2
                ]

        let canvas = Prompt.canvas model StandIn.quick prompt
        let start = (Tokenizer.encode (Model.tokenizer model) "def ").Length

        [ for hole in canvas.Holes -> hole.Start, hole.Length, hole.Constraint ]
        |> should equal [ start, 3, name ]

        let answer = prompt |> Sampler.generate model StandIn.quick

        (Model.tokenizer model).Decode(answer.Final |> Seq.skip start |> Seq.truncate 3)
        |> fun text -> name |> Constraint.accepts text
        |> should equal true

        (Trajectory.forbidden answer).Value.Constrained |> should equal 3)

[<Fact>]
let ``a text and a hole in it are in their languages at once, at each length of the hole where both can be`` () =
    withModel (fun model ->
        let name = Constraint.regex "[a-z_]{1,4}"
        let whole = Constraint.regex @"def [a-z_]{3,8}s\(values\):\n[^\n]+"

        let parts hole =
            Prompt.infill [ Part.Text "def "; hole; Part.Text "s(values):\n"; Part.Masks 2 ]

        let answer =
            parts (Part.Constrained(3, name)) |> Sampler.generate model (held whole)

        whole |> Constraint.accepts (Trajectory.text answer) |> should equal true
        let start = (Tokenizer.encode (Model.tokenizer model) "def ").Length

        let own =
            (Model.tokenizer model).Decode(answer.Final |> Seq.skip start |> Seq.truncate 3)

        name |> Constraint.accepts own |> should equal true
        own.Length |> should be (greaterThanOrEqualTo 3)

        let filled =
            parts (Part.ConstrainedLengths([ 1..6 ], name))
            |> Holes.fill model (held whole) HoleOptions.Default

        for one in filled.Candidates do
            let text = Seq.head one.Texts
            name |> Constraint.accepts text |> should equal true
            whole |> Constraint.accepts one.Text |> should equal true

        // a name of five tokens has five letters at least
        [ for lengths in filled.Unsatisfiable -> Seq.head lengths ] |> should contain 5

        Assert
            .Throws<DiffuCoder.Constraints.ConstraintException>(fun () ->
                parts (Part.Constrained(3, Constraint.regex "[0-9]+"))
                |> Sampler.generate model (held whole)
                |> ignore)
            .Message
        |> should haveSubstring "not at once")

[<Fact>]
let ``saved options hold the constraint and repeat the answer`` () =
    withModel (fun model ->
        let language =
            """{"type":"array","items":{"type":"integer"}}""" |> Constraint.jsonOfDepth 1

        let prompt = Prompt.complete "def total("
        let path = Path.Combine(StandIn.temporaryFolder (), "held.jsonl")
        prompt |> Sampler.generate model (held language) |> Trajectory.save path
        let saved = Trajectory.load path |> List.head
        (Trajectory.options saved).Constraint |> should equal (Some language)

        let again = prompt |> Sampler.generate model (Trajectory.options saved)
        Trajectory.text again |> should equal (Trajectory.text saved))

[<Fact>]
let ``what cannot be met says why, before the model is asked`` () =
    withModel (fun model ->
        Assert
            .Throws<DiffuCoder.Constraints.ConstraintException>(fun () ->
                Prompt.complete "x"
                |> Sampler.generate model (held (Constraint.regex "[a-z]{1000}"))
                |> ignore)
            .Message
        |> should haveSubstring "give more")
