/// What may stand at a mask, beside every way of filling the masks.
module DiffuCoder.Core.Tests.Constraints.ConstrainedTextTests

open System
open System.Text
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Core.Tests.Constraints.ByteTokens

type Case =
    {
        Pattern: string
        /// The bytes of tokens from id 2 on.
        Vocabulary: byte list list
        /// Some: a token that is known; None: a mask.
        Canvas: int option list
        EndsByStop: bool
        Seed: int
    }

let private patterns =
    [
        "a*b?"
        "(ab|ba)*"
        "é*a"
        "[^a]{1,3}"
        "(?:a|é){2}b*"
        "a{0,4}"
        "(aa)*"
        "b|aab|éé"
        ".*"
        "(?:ab*é)+"
        "aé"
        "[é-ê]b"
    ]

let private bytesOf (text: string) =
    Encoding.UTF8.GetBytes text |> List.ofArray

let private tokens =
    [
        bytesOf "a"
        bytesOf "b"
        bytesOf "ab"
        bytesOf "ba"
        bytesOf "aa"
        bytesOf "é"
        bytesOf "aab"
        [ 0xC3uy ]
        [ 0xA9uy ]
        [ 0xA9uy; byte 'a' ]
        [ byte 'b'; 0xC3uy ]
        bytesOf "x"
    ]

type Generators =
    static member Case() =
        gen {
            let! pattern = Gen.elements patterns
            let! size = Gen.choose (1, 6)
            let! vocabulary = Gen.listOfLength size (Gen.elements tokens)
            let! length = Gen.choose (1, 4)

            let! canvas =
                Gen.listOfLength
                    length
                    (Gen.frequency
                        [
                            3, Gen.constant None
                            1, Gen.map Some (Gen.choose (2, vocabulary.Length + 1))
                        ])

            let! endsByStop = Gen.elements [ true; false ]
            let! seed = Gen.choose (0, 1000000)

            return
                {
                    Pattern = pattern
                    Vocabulary = vocabulary
                    Canvas = canvas
                    EndsByStop = endsByStop
                    Seed = seed
                }
        }
        |> Arb.fromGen

let private textOf case (canvas: int option list) =
    let trie = trie case.Vocabulary
    let stops = stops case.Vocabulary case.EndsByStop
    let automaton = TokenAutomaton(trie, (Constraint.Regex case.Pattern).Automaton)
    // positions are counted from somewhere
    ConstrainedText(7, canvas |> List.map (cell case.Vocabulary), StateSets(automaton, stops, maskId))

/// Whether a canvas without masks is met: its text, up to the first stop token, is in the language.
let private isMet case =
    let language = Constraint.Regex case.Pattern

    fun (canvas: int list) ->
        let text =
            canvas
            |> List.takeWhile (fun id -> not (case.EndsByStop && id = stopId))
            |> List.collect (fun id -> if id < 2 then [ 0xFFuy ] else case.Vocabulary[id - 2])
            |> Array.ofList

        // bytes that are no UTF-8 are in no language
        let decoded = Encoding.UTF8.GetString text

        Encoding.UTF8.GetBytes decoded = text && language.Accepts decoded

/// Every way to fill the masks with which the text is met.
let private completions case (canvas: int option list) =
    let choices =
        [
            if case.EndsByStop then
                stopId
            yield! [ 2 .. size case.Vocabulary - 1 ]
        ]

    let rec fill =
        function
        | [] -> [ [] ]
        | one :: rest ->
            let ends = fill rest

            [
                for id in one |> Option.map List.singleton |> Option.defaultValue choices do
                    for others in ends -> id :: others
            ]

    fill canvas |> List.filter (isMet case)

let private requireExact case canvas (text: ConstrainedText) =
    let all = completions case canvas
    text.IsPossible |> should equal (not all.IsEmpty)

    for i, one in List.indexed canvas do
        if one = None && text.IsPossible then
            text.Allowed(7 + i).Tokens()
            |> List.ofSeq
            |> should equal (all |> List.map (List.item i) |> List.distinct |> List.sort)

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 300)>]
let ``a token is allowed where a completion has it, and nowhere else`` case =
    requireExact case case.Canvas (textOf case case.Canvas)

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 150)>]
let ``after every commitment in any order, and every token taken back, it is exact again`` case =
    let random = Random case.Seed
    let text = textOf case case.Canvas
    let mutable canvas = case.Canvas

    if text.IsPossible then
        for _ in 1..8 do
            let place = random.Next canvas.Length

            match canvas[place] with
            | Some _ when case.Canvas[place] = None && random.Next 3 = 0 ->
                canvas <- List.updateAt place None canvas
                text.Write [ struct (7 + place, cell case.Vocabulary None) ]
            | Some _ -> ()
            | None ->
                let allowed = text.Allowed(7 + place).Tokens() |> Array.ofSeq
                let chosen = Some allowed[random.Next allowed.Length]
                canvas <- List.updateAt place chosen canvas
                text.Write [ struct (7 + place, cell case.Vocabulary chosen) ]

            text.IsPossible |> should equal true
            requireExact case canvas text

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 50)>]
let ``a copy changes by itself`` case =
    let text = textOf case case.Canvas

    match List.tryFindIndex Option.isNone case.Canvas with
    | Some place when text.IsPossible ->
        let before = text.Allowed(7 + place).Tokens() |> List.ofSeq
        let copy = text.Fork()
        copy.Write [ struct (7 + place, cell case.Vocabulary (Some before.Head)) ]
        text[7 + place].Kind |> should equal CellKind.Masked
        text.Allowed(7 + place).Tokens() |> List.ofSeq |> should equal before
    | _ -> ()
