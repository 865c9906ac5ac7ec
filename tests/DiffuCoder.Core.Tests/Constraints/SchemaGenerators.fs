/// JSON schemas, numbers and values drawn at random.
module DiffuCoder.Core.Tests.Constraints.SchemaGenerators

open System
open FsCheck
open FsCheck.FSharp

type Bound =
    {
        Keyword: string
        Value: string
        Numbers: string list
    }

/// Numbers of few digits, so that they meet: with leading signs, zeros at the end, and a zero that is negative.
let private numbers =
    gen {
        let! sign = Gen.elements [ ""; ""; "-" ]
        let! whole = Gen.elements [ "0"; "0"; "1"; "9"; "10"; "12"; "99"; "100" ]

        let! fraction =
            Gen.elements [ ""; ""; ".0"; ".5"; ".50"; ".05"; ".9"; ".99"; ".049"; ".500" ]

        return sign + whole + fraction
    }

let private bounds =
    [ "minimum"; "maximum"; "exclusiveMinimum"; "exclusiveMaximum" ]

let private constants =
    [
        "null"
        "true"
        "-2"
        "0"
        "1"
        "2"
        "10"
        "1.5"
        "0.25"
        "\"\""
        "\"a\""
        "\"ab\""
        "\"bé€\""
    ]

let private listed =
    Gen.elements (constants @ [ "[1]"; "[]"; "{}"; """{"a":1}"""; """{"b":1,"a":null}""" ])

let private few (some: Gen<'a>) =
    Gen.choose (1, 3) |> Gen.bind (fun count -> Gen.listOfLength count some)

let joined (parts: string seq) = String.Join(',', parts)

/// Keywords that stand in one object, those that are drawn.
let private object (members: Gen<string> list) =
    let both one other =
        if one = "" || other = "" then
            one + other
        else
            $"{one},{other}"

    members
    |> List.fold (Gen.map2 both) (Gen.constant "")
    |> Gen.map (fun members -> "{" + members + "}")

let private bound =
    gen {
        let! keyword = Gen.elements bounds

        let! value =
            Gen.elements [ "-1"; "0"; "1"; "1.5"; "0.25"; "2"; "1e1"; "20E-1"; "-0.0" ]

        return $"\"{keyword}\":{value}"
    }

let private optionally (some: Gen<string>) =
    Gen.frequency [ 1, some; 1, Gen.constant "" ]

let private counts least most =
    [
        Gen.choose (0, 2) |> Gen.map (fun count -> $"\"{least}\":{count}") |> optionally
        Gen.choose (0, 3) |> Gen.map (fun count -> $"\"{most}\":{count}") |> optionally
    ]

let private kind name = Gen.constant $"\"type\":{name}"

let private leaves =
    Gen.frequency
        [
            2, object [ kind "\"integer\""; optionally bound ]
            2, object [ kind "\"number\""; optionally bound ]
            1, object [ kind """["null","integer","string"]"""; optionally bound ]
            2, object (kind "\"string\"" :: counts "minLength" "maxLength")
            1,
            object
                [
                    kind "\"string\""
                    Gen.elements [ "\"pattern\":\"^[ab]*$\""; "\"pattern\":\"b\"" ]
                ]
            2,
            object
                [
                    few listed |> Gen.map (fun values -> $"\"enum\":[{joined values}]")
                    optionally (kind "\"number\"")
                ]
            1, listed |> Gen.map (fun value -> $$"""{"const":{{value}}}""")
            1, Gen.constant "true"
            1, Gen.constant """{"$ref":"#/$defs/small"}"""
        ]

let private property name (inner: Gen<string>) =
    inner |> Gen.map (fun schema -> $"\"{name}\":{schema}") |> optionally

/// Schemas that say of objects whether there may be members that are not named, so that what is written is all that they accept.
let rec private schemas size =
    if size <= 0 then
        leaves
    else
        let inner = schemas (size / 2)

        let members =
            object [ property "a" inner; property "b" inner ]
            |> Gen.map (fun all -> $"\"properties\":{all}")

        let required =
            Gen.elements
                [
                    ""
                    ""
                    "\"required\":[\"a\"]"
                    "\"required\":[\"b\",\"c\"]"
                    "\"required\":[\"c\"]"
                ]

        let others =
            Gen.frequency [ 2, Gen.constant "true"; 1, Gen.constant "false"; 1, inner ]
            |> Gen.map (fun schema -> $"\"additionalProperties\":{schema}")

        let combined =
            Gen.map2
                (fun word (parts: string list) -> $"\"{word}\":[{joined parts}]")
                (Gen.elements [ "allOf"; "anyOf"; "oneOf"; "oneOf" ])
                (few inner)

        let items = inner |> Gen.map (fun schema -> $"\"items\":{schema}")

        let objects = object [ kind "\"object\""; members; required; others ]

        // what stands beside, before or behind
        let beside =
            Gen.map2
                (fun (own: string) (more: string) ->
                    if own = "true" then
                        "{" + more + "}"
                    else
                        own[.. own.Length - 2] + "," + more + "}")
                (Gen.frequency [ 2, leaves; 1, objects ]
                 |> Gen.map (fun own -> if own.Contains "$ref" then "true" else own))
                combined

        Gen.frequency
            [
                1, leaves
                3, objects
                1, object (kind "\"array\"" :: items :: counts "minItems" "maxItems")
                3, combined |> Gen.map (fun more -> "{" + more + "}")
                2, beside
            ]

/// A value as text, its members in every order.
type Value =
    | Plain of string
    | Listing of Value list
    | Object of (string * Value) list

let private values =
    let plain = Gen.elements constants |> Gen.map Plain

    let names =
        Gen.elements [ [ "a" ]; [ "b" ]; [ "c" ]; [ "a"; "b" ]; [ "b"; "c" ]; [ "a"; "b"; "c" ]; [] ]

    let members (inner: Gen<Value>) =
        names
        |> Gen.bind (fun names ->
            Gen.listOfLength names.Length inner
            |> Gen.map (fun values -> Object(List.zip names values)))

    let listing (inner: Gen<Value>) =
        Gen.choose (0, 2)
        |> Gen.bind (fun count -> Gen.listOfLength count inner)
        |> Gen.map Listing

    let nested = Gen.frequency [ 4, plain; 1, listing plain; 1, members plain ]
    Gen.frequency [ 3, plain; 1, listing nested; 4, members nested ]

let rec private permutations =
    function
    | [] -> [ [] ]
    | items ->
        [
            for i, one in List.indexed items do
                for rest in permutations (List.removeAt i items) -> one :: rest
        ]

/// All ways to write one of each.
let rec private product =
    function
    | [] -> [ [] ]
    | options :: rest ->
        [
            for one: string in options do
                for others in product rest -> one :: others
        ]

let rec textsOf =
    function
    | Plain text -> [ text ]
    | Listing items -> [ for texts in product (List.map textsOf items) -> $"[{joined texts}]" ]
    | Object members ->
        [
            for order in permutations members do
                let written =
                    [
                        for name, value in order -> [ for text in textsOf value -> $"\"{name}\":{text}" ]
                    ]

                for texts in product written -> "{" + joined texts + "}"
        ]

type Case =
    {
        Schema: string
        Values: Value list
        Seeds: int list
    }

type Generators =
    static member Bound() =
        gen {
            let! keyword = Gen.elements bounds
            let! value = numbers
            let! others = Gen.listOfLength 20 numbers

            return
                {
                    Keyword = keyword
                    Value = value
                    Numbers = value :: others
                }
        }
        |> Arb.fromGen

    static member Case() =
        gen {
            let! size = Gen.choose (0, 4)
            let! schema = schemas size
            let! values = Gen.listOfLength 25 values
            let! seeds = Gen.listOfLength 6 (Gen.choose (0, 1000000))

            return
                {
                    Schema =
                        """{"$defs":{"small":{"type":"integer","minimum":0,"exclusiveMaximum":3}},"allOf":["""
                        + schema
                        + "]}"
                    Values = values
                    Seeds = seeds
                }
        }
        |> Arb.fromGen
