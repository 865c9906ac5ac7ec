/// Sampling under a constraint: the text is in the language, however it is decoded.
module DiffuCoder.Core.Tests.Constraints.ConstrainedSamplingTests

open System.Text.RegularExpressions
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Runtime
open DiffuCoder.Sampling
open DiffuCoder.Core.Tests.Sampling
open DiffuCoder.Core.Tests.Sampling.SamplerPropertyTests
open DiffuCoder.Core.Tests.Constraints.Vocabulary
open DiffuCoder.Core.Tests.Constraints.Wishes

/// After every step, what is written so far can be completed: checked token by token.
let private watching (language: Constraint) hasStops start =
    SamplerHooks(
        Tokens =
            fun step rows ->
                for row in 0 .. rows.Count - 1 do
                    let canvas = rows[row] |> List.ofArray |> List.skip start

                    let isStop _ id =
                        hasStops && (id = -1 || id = stop.Value || id = idOf "<|pad|>")

                    if not (hasCompletion language isStop mask.Value canvas) then
                        failwith $"after step {step} nothing of {language} completes row {row}: {canvas}"
    )

[<Properties(Arbitrary = [| typeof<Generators>; typeof<Wishes> |], MaxTest = 60)>]
module Properties =

    [<Property>]
    let ``the text is in the language in every order, at every temperature, under every rule and cache`` asked wish =
        let language = Constraint.Regex wish.Pattern

        let options = asked.Options |> withConstraint language wish

        let model = if wish.IsCausal then causal.Value else model.Value

        let canvases =
            [|
                for masks in wish.Masks -> Canvas.Complete(prompt.Value, masks, Canvas.MaskOf model.Config)
            |]

        for trajectory in DiffusionSampler(model, options, tokenizer.Value).Generate(canvases, asked.Seed) do
            trajectory.Final |> should not' (contain mask.Value)

            if not (Regex.IsMatch(trajectory.Text, $@"\A(?:{wish.Pattern})\z")) then
                failwith $"'{trajectory.Text}' is none of {wish.Pattern}"

            trajectory.Forbidden.Constrained |> should equal (Seq.length trajectory.Reveals)

            trajectory.Forbidden.Mass
            |> should be (lessThanOrEqualTo (float trajectory.Forbidden.Constrained))

    [<Property(MaxTest = 15)>]
    let ``after every step a completion is left`` asked wish =
        let language = Constraint.Regex wish.Pattern
        let options = asked.Options |> withConstraint language wish
        let hooks = watching language wish.HasStops prompt.Value.Length
        let canvas = Canvas.Complete(prompt.Value, wish.Masks.Head, mask.Value)

        DiffusionSampler(model.Value, options, tokenizer.Value, hooks).Generate(canvas, asked.Seed)
        |> ignore

    [<Property(MaxTest = 30)>]
    let ``each hole is in its language, and so is a whole text with known parts`` asked wish =
        let first, second = Constraint.Regex "(ab|ba)+", Constraint.Choice [ "yes"; "no" ]
        let known = encode "return "

        let tokens =
            Array.concat
                [
                    known
                    Array.create 4 mask.Value
                    known
                    Array.create 2 mask.Value
                    [| mask.Value |]
                ]

        let hole start length language =
            ConstrainedHole(start, length, language)

        let canvas =
            Canvas(tokens, 0, Holes = [| hole known.Length 4 first; hole (2 * known.Length + 4) 2 second |])

        let text (ids: int seq) = tokenizer.Value.Decode ids
        let free = asked.Options |> withConstraint null wish

        let filled =
            DiffusionSampler(model.Value, free, tokenizer.Value).Generate(canvas, asked.Seed)

        filled.Final
        |> Seq.skip known.Length
        |> Seq.truncate 4
        |> text
        |> first.Accepts
        |> should equal true

        filled.Final
        |> Seq.skip (2 * known.Length + 4)
        |> Seq.truncate 2
        |> text
        |> second.Accepts
        |> should equal true

        filled.Forbidden.Constrained |> should equal 6

        let whole =
            asked.Options |> withConstraint (Constraint.Regex "return [ab]+return .*") wish

        let trajectory =
            DiffusionSampler(model.Value, whole, tokenizer.Value).Generate(Canvas.Infill tokens, asked.Seed)

        Regex.IsMatch(trajectory.Text, @"\Areturn [ab]+return .*\z")
        |> should equal true

    [<Property(MaxTest = 15)>]
    let ``no live tensor is left behind, and the same seed gives the same bytes`` asked wish =
        let generate () =
            let options = asked.Options |> withConstraint (Constraint.Regex wish.Pattern) wish

            DiffusionSampler(model.Value, options, tokenizer.Value)
                .Generate(Canvas.Complete(prompt.Value, wish.Masks.Head, mask.Value), asked.Seed)
            |> TrajectoryFile.ToLine

        let first = generate ()
        let before = LiveTensors.OnThisThread
        generate () |> should equal first
        LiveTensors.OnThisThread |> should equal before
