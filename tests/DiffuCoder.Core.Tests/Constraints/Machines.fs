/// Languages drawn at random, as tables, as rules with many ways and as expressions: each says by itself which texts it has.
module DiffuCoder.Core.Tests.Constraints.Machines

open System.Text
open FsCheck
open FsCheck.FSharp
open DiffuCoder.Constraints

/// Few bytes, so that texts meet; two of them make one character.
let alphabet = [ byte 'a'; byte 'b'; 0xC3uy; 0xA9uy ]

type Expression =
    | Text of string
    | Then of Expression * Expression
    | Or of Expression * Expression
    | Times of Expression * least: int * most: int option

type Machine =
    /// The state behind each state and byte of the alphabet, -1 where there is none, and the states in which a text may end.
    | Table of next: int list list * ends: bool list
    /// From, byte, to, as often as one likes; it begins in the first state.
    | Ways of (int * byte * int) list * ends: Set<int>
    | Made of Expression
    /// A language and one text more, so that not all is chance.
    | With of byte list * Machine

let private tables =
    gen {
        let! states = Gen.choose (1, 5)
        let target = Gen.frequency [ 4, Gen.choose (0, states - 1); 1, Gen.constant -1 ]
        let! next = Gen.listOfLength states (Gen.listOfLength alphabet.Length target)
        let! ends = Gen.listOfLength states (Gen.elements [ true; false ])
        return Table(next, ends)
    }

let private ways =
    gen {
        let! states = Gen.choose (1, 4)
        let state = Gen.choose (0, states - 1)
        let! count = Gen.choose (3, 12)
        let! moves = Gen.listOfLength count (Gen.zip3 state (Gen.elements alphabet) state)
        let! ends = Gen.choose (1, 2) |> Gen.bind (fun count -> Gen.listOfLength count state)
        return Ways(moves, Set.ofList ends)
    }

let private expressions =
    let text = Gen.elements [ Text "a"; Text "b"; Text "é"; Text ""; Text "ab" ]

    let rec sized size =
        if size = 0 then
            text
        else
            let smaller = sized (size / 2)

            let times =
                Gen.elements [ 0, None; 1, None; 0, Some 1; 2, Some 2; 1, Some 3; 0, Some 0 ]

            Gen.frequency
                [
                    1, text
                    2, Gen.map2 (fun one other -> Then(one, other)) smaller smaller
                    2, Gen.map2 (fun one other -> Or(one, other)) smaller smaller
                    3, Gen.map2 (fun one (least, most) -> Times(one, least, most)) smaller times
                ]

    Gen.choose (1, 8) |> Gen.bind sized |> Gen.map Made

let machines = Gen.oneof [ tables; ways; expressions ]

/// The states that some bytes lead to.
let private led moves states (value: byte) =
    moves
    |> List.filter (fun (from, own, _) -> own = value && Set.contains from states)
    |> List.map (fun (_, _, into) -> into)
    |> Set.ofList

/// Where an expression may end that begins at a place of a text.
let rec private endsOf expression (text: byte[]) at : Set<int> =
    match expression with
    | Text own ->
        let bytes = Encoding.UTF8.GetBytes own

        let fits =
            at + bytes.Length <= text.Length && text[at .. at + bytes.Length - 1] = bytes

        if fits then
            Set.singleton (at + bytes.Length)
        else
            Set.empty
    | Then(one, other) -> endsOf one text at |> Seq.map (endsOf other text) |> Set.unionMany
    | Or(one, other) -> endsOf one text at + endsOf other text at
    | Times(part, least, most) ->
        let further places =
            places |> Seq.map (endsOf part text) |> Set.unionMany

        // more rounds than there are bytes lead nowhere new
        let rounds = most |> Option.defaultValue (least + text.Length + 1)

        List.scan (fun places _ -> further places) (Set.singleton at) [ 1..rounds ]
        |> List.skip least
        |> Set.unionMany

/// Whether a text is in the language, by reading it: nothing of this is what the kit does.
let rec accepts machine (bytes: byte list) =
    match machine with
    | With(text, others) -> bytes = text || accepts others bytes
    | Table(next, ends) ->
        let after state value =
            if state < 0 then
                -1
            else
                next[state][List.findIndex ((=) value) alphabet]

        match List.fold after 0 bytes with
        | -1 -> false
        | state -> ends[state]
    | Ways(moves, ends) ->
        List.fold (led moves) (Set.singleton 0) bytes
        |> Set.intersect ends
        |> Set.isEmpty
        |> not
    | Made expression ->
        let text = Array.ofList bytes
        (endsOf expression text 0).Contains text.Length

let rec private languageOf expression : Language =
    match expression with
    | Text text -> Language.Text text
    | Then(one, other) -> Language.Of(languageOf one, languageOf other)
    | Or(one, other) -> Language.Either(languageOf one, languageOf other)
    | Times(part, least, most) -> Language.Repeat(languageOf part, least, Option.toNullable most)

let private table (rows: int list list) (ends: bool list) =
    let next = Array.create (256 * rows.Length) -1

    for state, row in List.indexed rows do
        for value, target in List.zip alphabet row do
            next[256 * state + int value] <- target

    Minimization.Of(next, Array.ofList ends)

/// The automaton of a language, as the kit makes it: of an expression, or of a table, which is made minimal.
let rec automaton machine =
    match machine with
    | With(text, others) ->
        let row state value =
            [ for one in alphabet -> if one = value then state + 1 else -1 ]

        let chain =
            table (List.mapi row text @ [ List.replicate alphabet.Length -1 ]) [ for i in 0 .. text.Length -> i = text.Length ]

        Language.Either(Language.Accepted chain, Language.Accepted(automaton others))
        |> AutomatonBuilder.Build
    | Table(next, ends) -> table next ends
    | Made expression -> AutomatonBuilder.Build(languageOf expression)
    | Ways(moves, ends) ->
        let rec number known =
            function
            | [] -> known
            | set :: rest when List.contains set known -> number known rest
            | set :: rest -> number (known @ [ set ]) (rest @ [ for value in alphabet -> led moves set value ])

        let sets = number [] [ Set.singleton 0 ]

        table
            [
                for set in sets -> [ for value in alphabet -> List.findIndex ((=) (led moves set value)) sets ]
            ]
            [ for set in sets -> not (Set.intersect ends set).IsEmpty ]

/// Tokens over the alphabet of one to three bytes; some bytes more than once, and parts of a character.
let vocabularies =
    gen {
        let! size = Gen.choose (1, 5)

        return!
            Gen.elements [ 1; 1; 1; 2; 2; 3 ]
            |> Gen.bind (fun length -> Gen.listOfLength length (Gen.elements alphabet))
            |> Gen.listOfLength size
    }
