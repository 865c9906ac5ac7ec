/// JSON schemas put together and with bounds, drawn at random, beside a validator.
module DiffuCoder.Core.Tests.Constraints.JsonCombinationTests

open System
open System.Globalization
open System.Text.Json
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints
open DiffuCoder.Core.Tests.Constraints.JsonSchemaTests

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
        let! fraction = Gen.elements [ ""; ""; ".0"; ".5"; ".50"; ".05"; ".9"; ".99"; ".049"; ".500" ]
        return sign + whole + fraction
    }

let private bounds =
    [ "minimum"; "maximum"; "exclusiveMinimum"; "exclusiveMaximum" ]

let private constants =
    [ "null"; "true"; "-2"; "0"; "1"; "2"; "10"; "1.5"; "0.25"; "\"\""; "\"a\""; "\"ab\""; "\"bé€\"" ]

let private listed =
    Gen.elements (constants @ [ "[1]"; "[]"; "{}"; """{"a":1}"""; """{"b":1,"a":null}""" ])

let private few (some: Gen<'a>) =
    Gen.choose (1, 3) |> Gen.bind (fun count -> Gen.listOfLength count some)

let private joined (parts: string seq) = String.Join(',', parts)

/// Keywords that stand in one object, those that are drawn.
let private object (members: Gen<string> list) =
    let both one other =
        if one = "" || other = "" then one + other else $"{one},{other}"

    members
    |> List.fold (Gen.map2 both) (Gen.constant "")
    |> Gen.map (fun members -> "{" + members + "}")

let private bound =
    gen {
        let! keyword = Gen.elements bounds
        let! value = Gen.elements [ "-1"; "0"; "1"; "1.5"; "0.25"; "2"; "1e1"; "20E-1"; "-0.0" ]
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
            1, object [ kind "\"string\""; Gen.elements [ "\"pattern\":\"^[ab]*$\""; "\"pattern\":\"b\"" ] ]
            2, object [ few listed |> Gen.map (fun values -> $"\"enum\":[{joined values}]"); optionally (kind "\"number\"") ]
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
            Gen.elements [ ""; ""; "\"required\":[\"a\"]"; "\"required\":[\"b\",\"c\"]"; "\"required\":[\"c\"]" ]

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
                (fun (own: string) (more: string) -> if own = "true" then "{" + more + "}" else own[.. own.Length - 2] + "," + more + "}")
                (Gen.frequency [ 2, leaves; 1, objects ] |> Gen.map (fun own -> if own.Contains "$ref" then "true" else own))
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

    let names = Gen.elements [ [ "a" ]; [ "b" ]; [ "c" ]; [ "a"; "b" ]; [ "b"; "c" ]; [ "a"; "b"; "c" ]; [] ]

    let members (inner: Gen<Value>) =
        names
        |> Gen.bind (fun names -> Gen.listOfLength names.Length inner |> Gen.map (fun values -> Object(List.zip names values)))

    let listing (inner: Gen<Value>) =
        Gen.choose (0, 2) |> Gen.bind (fun count -> Gen.listOfLength count inner) |> Gen.map Listing

    let nested = Gen.frequency [ 4, plain; 1, listing plain; 1, members plain ]
    Gen.frequency [ 3, plain; 1, listing nested; 4, members nested ]

let rec private permutations =
    function
    | [] -> [ [] ]
    | items -> [ for i, one in List.indexed items do for rest in permutations (List.removeAt i items) -> one :: rest ]

/// All ways to write one of each.
let rec private product =
    function
    | [] -> [ [] ]
    | options :: rest -> [ for one: string in options do for others in product rest -> one :: others ]

let rec private textsOf =
    function
    | Plain text -> [ text ]
    | Listing items -> [ for texts in product (List.map textsOf items) -> $"[{joined texts}]" ]
    | Object members ->
        [
            for order in permutations members do
                let written = [ for name, value in order -> [ for text in textsOf value -> $"\"{name}\":{text}" ] ]

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
                    Schema = """{"$defs":{"small":{"type":"integer","minimum":0,"exclusiveMaximum":3}},"allOf":[""" + schema + "]}"
                    Values = values
                    Seeds = seeds
                }
        }
        |> Arb.fromGen

let private accepts (schema: string) (text: string) =
    use schema = JsonDocument.Parse schema
    use value = JsonDocument.Parse text
    SchemaValidator.accepts schema.RootElement schema.RootElement value.RootElement

let private parsed (text: string) = Decimal.Parse(text, CultureInfo.InvariantCulture)

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 150)>]
let ``bounds hold of numbers digit by digit as they do of the numbers`` (case: Bound) =
    let language = Constraint.Json $$"""{"type":"number","{{case.Keyword}}":{{case.Value}}}"""
    let integers = Constraint.Json $$"""{"type":"integer","{{case.Keyword}}":{{case.Value}}}"""

    for number in case.Numbers do
        let expected =
            match case.Keyword with
            | "minimum" -> parsed number >= parsed case.Value
            | "maximum" -> parsed number <= parsed case.Value
            | "exclusiveMinimum" -> parsed number > parsed case.Value
            | _ -> parsed number < parsed case.Value

        if language.Accepts number <> expected then
            failwith $"{number} beside {case.Keyword} {case.Value}: expected {expected}"

        integers.Accepts number |> should equal (expected && not (number.Contains '.'))

/// Whether the language has an automaton of a size that is allowed.
let private built (schema: string) =
    try
        let language = Constraint.Json(schema, 2)
        ignore language.States
        Some language
    with :? ConstraintException as problem when problem.Message.Contains "more than 20000 states" ->
        None

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 150)>]
let ``what is written is accepted by the schema, and what it accepts is written in some order of members`` (case: Case) =
    match built case.Schema with
    | None -> ()
    | Some language ->
        for seed in case.Seeds do
            match drawn language seed with
            | Some text ->
                use read = JsonDocument.Parse text

                if SchemaValidator.hasSingleNames read.RootElement && not (accepts case.Schema text) then
                    failwith $"{text} is written, and {case.Schema} does not accept it"
            | None -> ()

        for value in case.Values do
            let texts = textsOf value

            if accepts case.Schema texts.Head <> List.exists language.Accepts texts then
                failwith $"{texts.Head} and {case.Schema}: the validator says {accepts case.Schema texts.Head}"

[<Fact>]
let ``what is drawn is worth it: many values are accepted and many are not, and nearly all languages can be built`` () =
    let cases = Gen.sample 150 (Generators.Case().Generator) |> List.ofArray
    let languages = cases |> List.choose (fun case -> built case.Schema)
    languages.Length |> should be (greaterThan 140)

    languages
    |> List.filter (fun language -> language.States > 0)
    |> List.length
    |> should be (greaterThan 75)

    let accepted =
        [ for case in cases do for value in case.Values -> accepts case.Schema (textsOf value).Head ]

    let share = 100 * (accepted |> List.filter id |> List.length) / accepted.Length
    share |> should be (greaterThan 10)
    share |> should be (lessThan 90)

[<Theory>]
[<InlineData("""{"type":"integer","minimum":1}""", "1", "0")>]
[<InlineData("""{"type":"integer","exclusiveMinimum":1,"maximum":12}""", "12", "1")>]
[<InlineData("""{"minimum":-1.5}""", "-1.50", "-1.51")>]
[<InlineData("""{"type":"number","maximum":1e2}""", "99.999", "1e2")>]
[<InlineData("""{"type":"number","minimum":0}""", "-0", "-0.1")>]
[<InlineData("""{"type":"number"}""", "1e2", "01")>]
// members of all, in the order in which they are named
[<InlineData("""{"allOf":[{"properties":{"a":{"type":"null"}}},{"properties":{"b":{"type":"null"}},"required":["b"]}]}""",
             "{\"a\":null,\"b\":null}",
             "{\"a\":null}")>]
[<InlineData("""{"properties":{"z":true},"allOf":[{"properties":{"a":true}}]}""", "{\"z\":1,\"a\":1}", "{\"a\":1,\"z\":1}")>]
[<InlineData("""{"allOf":[{"properties":{"a":true}}],"properties":{"z":true}}""", "{\"a\":1,\"z\":1}", "{\"z\":1,\"a\":1}")>]
[<InlineData("""{"allOf":[{"properties":{"a":{"minimum":1}}},{"properties":{"a":{"type":"integer"}}}]}""", "{\"a\":2}", "{\"a\":1.5}")>]
[<InlineData("""{"allOf":[{"properties":{"a":true},"additionalProperties":false},{"properties":{"b":true}}]}""",
             "{\"a\":1}",
             "{\"a\":1,\"b\":1}")>]
[<InlineData("""{"type":"string","allOf":[{"minLength":2},{"pattern":"^a"},{"maxLength":3}]}""", "\"abc\"", "\"a\"")>]
[<InlineData("""{"allOf":[{"items":{"minimum":1}},{"items":{"type":"integer"},"minItems":1}]}""", "[1, 2]", "[0]")>]
// a member that has to be there may stand beside those that are named
[<InlineData("""{"properties":{"a":true},"required":["b"]}""", "{\"a\":1,\"b\":2}", "{\"a\":1}")>]
[<InlineData("""{"enum":[1,2,3],"minimum":2}""", "3", "1")>]
[<InlineData("""{"enum":[{"b":1,"a":2},{"b":1}],"required":["a"]}""", "{\"b\":1,\"a\":2}", "{\"b\":1}")>]
[<InlineData("""{"const":1,"enum":[1.0,2]}""", "1", "2")>]
// exactly one
[<InlineData("""{"oneOf":[{"type":"integer","minimum":2},{"type":"integer","maximum":5}]}""", "6", "3")>]
[<InlineData("""{"oneOf":[{"type":"number"},{"type":"integer"}]}""", "1.5", "1.0")>]
[<InlineData("""{"oneOf":[{"required":["a"]},{"required":["b"]}],"type":"object","properties":{"a":true,"b":true}}""", "{\"b\":1}",
             "{\"a\":1,\"b\":1}")>]
// the second one would write them in another order, and accepts them all the same
[<InlineData("""{"oneOf":[{"properties":{"a":{},"b":{}},"required":["a","b"]},{"properties":{"b":{"type":"null"},"a":{}},"required":["b"]}]}""",
             "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":null}")>]
[<InlineData("""{"oneOf":[{"const":{"a":1,"b":2}},{"const":{"b":2,"a":1.0}},{"type":"object"}]}""", "{}", "{\"a\":1,\"b\":2}")>]
[<InlineData("""{"oneOf":[{"type":"array","maxItems":1},{"items":{"type":"array"},"type":"array"}]}""", "[1]", "[[]]")>]
[<InlineData("""{"oneOf":[{"type":"null"},{"properties":{"n":{"$ref":"#"}},"required":["n"],"type":"object"}]}""",
             "{\"n\":{\"n\":null}}", "{}")>]
[<InlineData("""{"properties":{"a":true,"b":true},"anyOf":[{"required":["a"]},{"required":["b"]}]}""", "{\"a\":1,\"b\":1}", "{}")>]
[<InlineData("""{"anyOf":[{"$ref":"#/anyOf/1"},{"const":1}]}""", "1", "2")>]
let ``bounds and combinations mean what the specification says`` (schema: string, inside: string, outside: string) =
    let language = Constraint.Json schema
    language.Accepts inside |> should equal true
    language.Accepts outside |> should equal false
    accepts schema inside |> should equal true

[<Fact>]
let ``one of several that refer to themselves is told from the others however deep it goes`` () =
    let schema =
        """{"oneOf":[{"type":"object","properties":{"n":{"$ref":"#"}}},{"type":"object","required":["s"]}]}"""

    let language = Constraint.Json(schema, 1)

    for text in [ "{}"; "{\"n\":{}}"; "{\"n\":{\"s\":1}}"; "{\"s\":1}"; "{\"s\":1,\"n\":{\"s\":1}}"; "{\"s\":1,\"n\":{}}" ] do
        language.Accepts text |> should equal (accepts schema text)

[<Theory>]
[<InlineData("""{"multipleOf":2}""", "multipleOf")>]
[<InlineData("""{"not":{}}""", "not")>]
[<InlineData("""{"oneOf":[{"patternProperties":{}},{"type":"null"}]}""", "#/oneOf/0: the keyword \"patternProperties\"")>]
[<InlineData("""{"allOf":[{"type":"null"},{"uniqueItems":true}]}""", "#/allOf/1")>]
[<InlineData("""{"allOf":[]}""", "lists no schema")>]
[<InlineData("""{"oneOf":{}}""", "is no list")>]
[<InlineData("""{"exclusiveMinimum":true}""", "\"exclusiveMinimum\" is true")>]
[<InlineData("""{"minimum":1e9999}""", "at most 1000 digits")>]
[<InlineData("""{"enum":[1e9999],"minimum":1}""", "takes more than 1000 digits")>]
[<InlineData("""{"properties":[]}""", "is no object")>]
[<InlineData("""{"required":[1]}""", "list of names")>]
[<InlineData("""{"oneOf":[{"type":"object"},{"anyOf":[{"type":"object"},{"$ref":"#/oneOf/1"}]}]}""", "refers to itself")>]
let ``what is not understood is refused by name and place`` (schema: string, name: string) =
    Assert.Throws<ConstraintException>(fun () -> Constraint.Json schema |> ignore).Message
    |> should haveSubstring name

[<Fact>]
let ``more ways than can be told apart are refused`` () =
    let choice = """{"anyOf":[{"minimum":1},{"maximum":2},{"type":"null"},{"type":"string"}]}"""
    let all = String.Join(',', List.replicate 5 choice)

    Assert.Throws<ConstraintException>(fun () -> Constraint.Json $$"""{"allOf":[{{all}}]}""" |> ignore).Message
    |> should haveSubstring "more than 256 ways"
