/// JSON schemas put together and with bounds, beside a validator.
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
open DiffuCoder.Core.Tests.Constraints.SchemaGenerators

let private accepts (schema: string) (text: string) =
    use schema = JsonDocument.Parse schema
    use value = JsonDocument.Parse text
    SchemaValidator.accepts schema.RootElement schema.RootElement value.RootElement

let private parsed (text: string) =
    Decimal.Parse(text, CultureInfo.InvariantCulture)

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 150)>]
let ``bounds hold of numbers digit by digit as they do of the numbers`` (case: Bound) =
    let language =
        Constraint.Json $$"""{"type":"number","{{case.Keyword}}":{{case.Value}}}"""

    let integers =
        Constraint.Json $$"""{"type":"integer","{{case.Keyword}}":{{case.Value}}}"""

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

[<Property(Arbitrary = [| typeof<Generators> |], MaxTest = 100)>]
let ``what is written is accepted by the schema, and what it accepts is written in some order of members`` (case: Case) =
    match built case.Schema with
    | None -> ()
    | Some language ->
        for seed in case.Seeds do
            match drawn language seed with
            | Some text ->
                use read = JsonDocument.Parse text

                if
                    SchemaValidator.hasSingleNames read.RootElement
                    && not (accepts case.Schema text)
                then
                    failwith $"{text} is written, and {case.Schema} does not accept it"
            | None -> ()

        for value in case.Values do
            let texts = textsOf value

            if accepts case.Schema texts.Head <> List.exists language.Accepts texts then
                failwith $"{texts.Head} and {case.Schema}: the validator says {accepts case.Schema texts.Head}"

[<Fact>]
let ``what is drawn is worth it: many values are accepted and many are not, and nearly all languages can be built`` () =
    let cases = Gen.sample 60 (Generators.Case().Generator) |> List.ofArray
    let languages = cases |> List.choose (fun case -> built case.Schema)
    languages.Length |> should be (greaterThan 50)

    languages
    |> List.filter (fun language -> language.States > 0)
    |> List.length
    |> should be (greaterThan 20)

    let accepted =
        [
            for case in cases do
                for value in case.Values -> accepts case.Schema (textsOf value).Head
        ]

    let share = 100 * (accepted |> List.filter id |> List.length) / accepted.Length
    share |> should be (greaterThan 5)
    share |> should be (lessThan 95)

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
[<InlineData("""{"oneOf":[{"required":["a"]},{"required":["b"]}],"type":"object","properties":{"a":true,"b":true}}""",
             "{\"b\":1}",
             "{\"a\":1,\"b\":1}")>]
// the second one would write them in another order, and accepts them all the same
[<InlineData("""{"oneOf":[{"properties":{"a":{},"b":{}},"required":["a"]},{"properties":{"b":{"type":"null"},"a":{}},"required":["b"]}]}""",
             "{\"a\":1,\"b\":2}",
             "{\"a\":1,\"b\":null}")>]
[<InlineData("""{"oneOf":[{"const":{"a":1,"b":2}},{"const":{"b":2,"a":1.0}},{"type":"object"}]}""", "{}", "{\"a\":1,\"b\":2}")>]
[<InlineData("""{"oneOf":[{"properties":{"k":{"const":1}},"required":["k"]},{"properties":{"k":{"enum":[2,1.0]}},"required":["k"]}]}""",
             "{\"k\":2}",
             "{\"k\":1}")>]
[<InlineData("""{"oneOf":[{"const":1},{"enum":[2,3]},{"enum":[3,4]}]}""", "4", "3")>]
[<InlineData("""{"oneOf":[{"type":"array","maxItems":1},{"items":{"type":"array"},"type":"array"}]}""", "[1]", "[[]]")>]
[<InlineData("""{"oneOf":[{"type":"null"},{"properties":{"n":{"$ref":"#"}},"required":["n"],"type":"object"}]}""",
             "{\"n\":{\"n\":null}}",
             "{}")>]
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

    for text in
        [
            "{}"
            "{\"n\":{}}"
            "{\"n\":{\"s\":1}}"
            "{\"s\":1}"
            "{\"s\":1,\"n\":{\"s\":1}}"
            "{\"s\":1,\"n\":{}}"
        ] do
        language.Accepts text |> should equal (accepts schema text)

[<Fact>]
let ``objects with a tag are told apart by it, many of them too`` () =
    let branch i =
        """{"allOf":[{"$ref":"#/$defs/all"},{"properties":{"kind":{"const":"k7"},"v":{"maximum":7}},"required":["kind","v"]}]}"""
            .Replace("7", string<int> i)

    let branches = joined [ for i in 1..20 -> branch i ]

    let language =
        Constraint.Json(
            """{"$defs":{"all":{"type":"object","properties":{"id":{"type":"integer"}}}},"oneOf":["""
            + branches
            + "]}"
        )

    language.Accepts """{"id": 7, "kind": "k12", "v": 11.5}""" |> should equal true
    language.Accepts """{"kind": "k12", "v": 12.5}""" |> should equal false
    language.Accepts """{"kind": "k21", "v": 0}""" |> should equal false

[<Fact>]
let ``bounds of as many digits as there may be are taken`` () =
    let largest =
        Constraint.Json """{"type":"number","maximum":1.7976931348623157e308,"minimum":-1e-300}"""

    largest.Accepts("9" + String('0', 307)) |> should equal true
    largest.Accepts("1" + String('9', 308)) |> should equal false
    largest.Accepts("-0." + String('0', 299) + "1") |> should equal true
    largest.Accepts("-0." + String('0', 298) + "1") |> should equal false

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
    let choice =
        """{"anyOf":[{"minimum":1},{"maximum":2},{"type":"null"},{"type":"string"}]}"""

    let all = String.Join(',', List.replicate 5 choice)

    Assert.Throws<ConstraintException>(fun () -> Constraint.Json $$"""{"allOf":[{{all}}]}""" |> ignore).Message
    |> should haveSubstring "more than 256 ways"
