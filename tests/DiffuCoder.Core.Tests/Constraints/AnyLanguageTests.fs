/// Guided decoding over languages, vocabularies, canvases and orders drawn at random, beside every way of filling the masks.
module DiffuCoder.Core.Tests.Constraints.AnyLanguageTests

open System
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Core.Tests.Constraints.ByteTokens
open DiffuCoder.Core.Tests.Constraints.Machines

/// Positions are counted from somewhere.
let private offset = 5

type Hole =
    {
        Start: int
        Length: int
        Language: Machine
    }

type Case =
    {
        Whole: Machine
        Holes: Hole list
        /// The bytes of tokens from id 2 on.
        Vocabulary: byte list list
        /// Some: a token that is known; None: a mask.
        Canvas: int option list
        EndsByStop: bool
        Seed: int
    }

let private cases holes =
    gen {
        let! whole = machines
        let! vocabulary = vocabularies
        let! length = Gen.choose (1, 4)
        let known = Gen.choose (2, vocabulary.Length + 1)

        let! canvas =
            Gen.listOfLength length (Gen.frequency [ 6, Gen.constant None; 1, Gen.map Some known ])

        let! endsByStop = Gen.elements [ true; true; false ]
        let! seed = Gen.choose (0, 1000000)

        // each position begins a hole or does not, and a hole goes on to a position before the next one
        let rec holesFrom at =
            gen {
                if at >= length then
                    return []
                else
                    let! size = Gen.frequency [ 1, Gen.constant 0; 2, Gen.choose (0, length - at) ]
                    let! language = machines
                    let! others = holesFrom (at + max 1 size)

                    let own =
                        {
                            Start = offset + at
                            Length = size
                            Language = language
                        }

                    return if size = 0 then others else own :: others
            }

        let! some = if holes then holesFrom 0 else Gen.constant []

        // often a way to fill it is in all languages, whatever else is; its text may end before the canvas does
        let! filling = Gen.listOfLength length known
        let! isMeant = Gen.elements [ true; true; false ]
        let! ends = Gen.choose (0, 2 * length)

        let meant =
            List.map2 (fun one id -> vocabulary[(one |> Option.defaultValue id) - 2]) canvas filling

        let mayEnd at =
            endsByStop
            && at < length
            && canvas[at].IsNone
            && some
               |> List.forall (fun hole -> offset + at < hole.Start || offset + at >= hole.Start + hole.Length)

        let meaning texts machine =
            if isMeant then
                With(List.concat texts, machine)
            else
                machine

        let whole = whole |> meaning (if mayEnd ends then List.take ends meant else meant)

        let some =
            some
            |> List.map (fun hole ->
                { hole with
                    Language =
                        hole.Language
                        |> meaning (meant |> List.skip (hole.Start - offset) |> List.take hole.Length)
                })

        return
            {
                Whole = whole
                Holes = some
                Vocabulary = vocabulary
                Canvas = canvas
                EndsByStop = endsByStop
                Seed = seed
            }
    }

type Texts =
    static member Case() = Arb.fromGen (cases false)

type TextsWithHoles =
    static member Case() = Arb.fromGen (cases true)

type Pairs =
    static member Machine() = Arb.fromGen machines

let private textOf case (canvas: int option list) =
    let trie = trie case.Vocabulary
    let stops = stops case.Vocabulary case.EndsByStop
    let whole = automaton case.Whole

    let holes =
        [|
            for hole in case.Holes ->
                let pairs = PairAutomaton(whole, automaton hole.Language)
                HeldHole(hole.Start, hole.Length, pairs, StateSets(TokenAutomaton(trie, pairs.Bytes), null, maskId))
        |]

    ConstrainedText(offset, canvas |> List.map (cell case.Vocabulary), StateSets(TokenAutomaton(trie, whole), stops, maskId), holes)

/// Whether a canvas without masks is met: its text up to the first stop token is in the language, and each hole in its own, without a stop.
let private isMet case (canvas: int list) =
    let bytes = List.collect (fun id -> if id < 2 then [] else case.Vocabulary[id - 2])

    let fits hole =
        let own = canvas |> List.skip (hole.Start - offset) |> List.truncate hole.Length
        not (List.contains stopId own) && accepts hole.Language (bytes own)

    canvas |> List.takeWhile ((<>) stopId) |> bytes |> accepts case.Whole
    && List.forall fits case.Holes

/// Every way to fill the masks with which the canvas is met.
let private completions case (canvas: int option list) =
    let choices = [ (if case.EndsByStop then 1 else 2) .. size case.Vocabulary - 1 ]

    let ways =
        List.foldBack
            (fun (one: int option) ends ->
                [
                    for id in one |> Option.map List.singleton |> Option.defaultValue choices do
                        for others in ends -> id :: others
                ])
            canvas
            [ [] ]

    ways |> List.filter (isMet case)

/// What is allowed is what some completion has, at every mask, and there is one exactly where the text says so.
let private requireExact case canvas (text: ConstrainedText) =
    let all = completions case canvas

    if text.IsPossible = all.IsEmpty then
        failwith $"possible: {text.IsPossible}, completions: {all}"

    if text.IsPossible then
        for i, one in List.indexed canvas do
            if one.IsNone then
                let allowed = text.Allowed(offset + i).Tokens() |> List.ofSeq
                let expected = all |> List.map (List.item i) |> List.distinct |> List.sort

                if allowed <> expected then
                    failwith $"at {i} of {canvas}: allowed {allowed}, and completions have {expected}"

/// Commits what is allowed, at places in any order, now and then taking one back, until nothing is masked.
let private commitAll case =
    let random = Random case.Seed
    let text = textOf case case.Canvas
    let mutable canvas = case.Canvas
    let mutable takesBack = 2
    requireExact case canvas text

    while text.IsPossible && List.contains None canvas do
        let masked =
            [|
                for i, one in List.indexed canvas do
                    if one.IsNone then
                        i
            |]

        let place = masked[random.Next masked.Length]
        let allowed = text.Allowed(offset + place).Tokens() |> Array.ofSeq
        let chosen = Some allowed[random.Next allowed.Length]
        canvas <- List.updateAt place chosen canvas
        text.Write [ struct (offset + place, cell case.Vocabulary chosen) ]

        if not text.IsPossible then
            failwith $"nothing completes {canvas}"

        requireExact case canvas text
        let written = random.Next canvas.Length

        if takesBack > 0 && random.Next 4 = 0 then
            takesBack <- takesBack - 1
            // several at once, some of which may be masked already
            let back =
                [
                    for place in Seq.distinct [ written; 0; canvas.Length - 1 ] do
                        if case.Canvas[place].IsNone then
                            place
                ]

            canvas <- canvas |> List.mapi (fun i one -> if List.contains i back then None else one)
            text.Write [| for place in back -> struct (offset + place, cell case.Vocabulary None) |]
            requireExact case canvas text

    if text.IsPossible then
        canvas |> List.map Option.get |> isMet case |> should equal true

[<Property(Arbitrary = [| typeof<Texts> |], MaxTest = 400)>]
let ``of any language, what a completion has is allowed and nothing else, in any order of commitment`` case = commitAll case

[<Property(Arbitrary = [| typeof<TextsWithHoles> |], MaxTest = 400)>]
let ``so it is where holes in the text are held to languages of their own`` case = commitAll case

[<Fact>]
let ``what is drawn is worth it: many canvases can be met and many cannot, with several holes and stop tokens too`` () =
    let drawn = Gen.sample 400 (cases true) |> List.ofArray
    let isPossible case = (textOf case case.Canvas).IsPossible

    let share some =
        100 * (drawn |> List.filter some |> List.length) / drawn.Length

    share isPossible |> should be (greaterThan 40)
    share (isPossible >> not) |> should be (greaterThan 10)

    share (fun case -> isPossible case && case.Holes.Length > 1)
    |> should be (greaterThan 5)

    share (fun case -> isPossible case && List.contains None case.Canvas && case.Canvas.Length > 2)
    |> should be (greaterThan 15)

    // the text alone could be met, and not with its holes
    share (fun case -> not (isPossible case) && isPossible { case with Holes = [] })
    |> should be (greaterThan 1)

/// All texts of up to four bytes.
let private texts =
    List.scan
        (fun shorter _ ->
            [
                for text in shorter do
                    for value in alphabet -> value :: text
            ])
        [ [] ]
        [ 1..4 ]
    |> List.concat

let private requireEqual name expected (made: ByteAutomaton) =
    for text in texts do
        let accepted =
            made.States > 0
            && (match made.Run(0, ReadOnlySpan(Array.ofList text)) with
                | -1 -> false
                | state -> made.Accepts state)

        if accepted <> expected text then
            failwith $"{name} on {text}: expected {expected text}"

[<Property(Arbitrary = [| typeof<Pairs> |], MaxTest = 150)>]
let ``what is made of two languages has the texts that it should`` (one: Machine) (other: Machine) =
    let first, second = automaton one, automaton other
    requireEqual "itself" (accepts one) first
    requireEqual "both" (fun text -> accepts one text && accepts other text) (first.And second)
    requireEqual "one without the other" (fun text -> accepts one text && not (accepts other text)) (first.Without second)

    let either: Language[] = [| Language.Accepted first; Language.Accepted second |]

    Language.Either either
    |> AutomatonBuilder.Build
    |> requireEqual "either" (fun text -> accepts one text || accepts other text)

    let behind text =
        List.exists (fun at -> accepts one (List.take at text) && accepts other (List.skip at text)) [ 0 .. List.length text ]

    Language.Of either
    |> AutomatonBuilder.Build
    |> requireEqual "one behind the other" behind
