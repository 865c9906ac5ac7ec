/// The languages of JSON schemas.
module DiffuCoder.Core.Tests.Constraints.JsonSchemaTests

open System
open System.Text.Json
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open FsUnit.Xunit
open DiffuCoder.Constraints

[<Theory>]
[<InlineData("""{"type":"integer"}""", "-12", "1.5")>]
[<InlineData("""{"type":"integer"}""", "0", "01")>]
[<InlineData("""{"type":"number"}""", "-1.5e+3", "1.")>]
[<InlineData("""{"type":["boolean","null"]}""", "null", "nul")>]
[<InlineData("""{"type":"string"}""", "\"a\\n\\u0001é\\\"\"", "\"a\nb\"")>]
[<InlineData("""{"type":"string","minLength":2,"maxLength":3}""", "\"é\\\"\"", "\"abcd\"")>]
[<InlineData("""{"type":"string","pattern":"^[a-c]+$"}""", "\"abc\"", "\"abd\"")>]
[<InlineData("""{"pattern":"b"}""", "\"abc\"", "\"ac\"")>]
[<InlineData("""{"pattern":"^\"$"}""", "\"\\\"\"", "\"x\"")>]
[<InlineData("""{"pattern":"^a","maxLength":2}""", "\"ab\"", "\"abc\"")>]
[<InlineData("""{"enum":["a",1,null,[1,2],{"b":true}]}""", "{\"b\":true}", "2")>]
[<InlineData("""{"enum":["a",1],"type":"string"}""", "\"a\"", "1")>]
[<InlineData("""{"const":"ü\n"}""", "\"ü\\n\"", "\"ü\"")>]
[<InlineData("""{"anyOf":[{"type":"null"},{"type":"integer"}]}""", "7", "true")>]
[<InlineData("""{"type":"integer","anyOf":[{"const":1},{"const":2}]}""", "2", "3")>]
[<InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":2}""", "[1, 2]", "[]")>]
[<InlineData("""{"type":"array","items":{"type":"integer"},"maxItems":0}""", "[]", "[1]")>]
[<InlineData("""{"type":"array","items":{"type":"null"},"minItems":2}""", "[null,null,null]", "[null]")>]
[<InlineData("""{"type":"object"}""", "{\"a\": [1, {\"b\": {}}]}", "[]")>]
[<InlineData("""{"properties":{"a":{"type":"null"},"b":true},"required":["b"]}""", "{\"b\":1}", "{\"a\":null}")>]
[<InlineData("""{"properties":{"a":{"type":"null"},"b":{"type":"null"}}}""", "{\"a\": null,\"b\":null}", "{\"c\":null}")>]
[<InlineData("""{"properties":{"a":{}},"additionalProperties":{"type":"null"}}""", "{\"a\":1,\"b\":null}", "{\"b\":1}")>]
[<InlineData("""{"properties":{"a":{"type":"null"}},"additionalProperties":true}""", "{\"aa\":1}", "{\"b\":1,\"a\":1}")>]
[<InlineData("""{"additionalProperties":false}""", "{}", "{\"a\":1}")>]
[<InlineData("""{"required":["x"],"additionalProperties":{"type":"integer"}}""", "{\"x\":1,\"y\":2}", "{\"y\":2}")>]
[<InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"null"}}}""", "null", "1")>]
[<InlineData("""{"title":"t","type":"null","format":"date","default":1}""", "null", "1")>]
[<InlineData("true", "[[[1]]]", "[[[[1]]]]")>]
let ``a schema holds texts to what it says`` (schema: string, inside: string, outside: string) =
    let language = Constraint.Json schema
    JsonDocument.Parse inside |> ignore
    language.Accepts inside |> should equal true
    language.Accepts outside |> should equal false

[<Fact>]
let ``a reference leads to itself as often as the depth allows`` () =
    let tree =
        """{"properties":{"v":{"type":"integer"},"next":{"anyOf":[{"type":"null"},{"$ref":"#"}]}},"required":["v","next"]}"""

    let rec nested levels =
        if levels = 0 then
            "null"
        else
            $"""{{"v":1,"next":{nested (levels - 1)}}}"""

    (Constraint.Json(tree, 2)).Accepts(nested 3) |> should equal true
    (Constraint.Json(tree, 2)).Accepts(nested 5) |> should equal false

[<Theory>]
[<InlineData("""{"type":"integer","multipleOf":2}""", "multipleOf")>]
[<InlineData("""{"properties":{"a":{"oneOf":[]}}}""", "#/properties/a")>]
[<InlineData("""{"type":"thing"}""", "thing")>]
[<InlineData("""{"$ref":"http://example.com/x"}""", "leads out")>]
[<InlineData("""{"$ref":"#/nowhere"}""", "leads nowhere")>]
[<InlineData("""{"minLength":-1}""", "minLength")>]
[<InlineData("""{"$ref":"#","properties":{}}""", "stands beside")>]
[<InlineData("""{"pattern":"a(?=b)"}""", "look-ahead")>]
[<InlineData("3", "a schema is")>]
[<InlineData("{", "no JSON")>]
let ``what is not supported is refused by name`` (schema: string, name: string) =
    Assert.Throws<ConstraintException>(fun () -> Constraint.Json schema |> ignore).Message
    |> should haveSubstring name

/// A text of a language: a walk through its automaton that ends as soon as it is drawn to.
let drawn (language: Constraint) (seed: int) =
    let automaton, random = language.Automaton, Random seed
    let bytes = ResizeArray<byte>()
    let mutable state = 0

    let after state (value: byte) =
        automaton.Run(state, ReadOnlySpan [| value |])

    let ahead (state: int) =
        [|
            for value in 0uy .. 255uy do
                if after state value >= 0 then
                    value
        |]

    let ends (state: int) =
        automaton.Accepts state
        && (bytes.Count > 200 || random.Next 4 = 0 || ahead state = [||])

    while language.States > 0 && not (ends state) && bytes.Count < 4000 do
        let next = ahead state
        let value = next[random.Next next.Length]
        bytes.Add value
        state <- after state value

    if language.States > 0 && automaton.Accepts state then
        Some(System.Text.Encoding.UTF8.GetString(bytes.ToArray()))
    else
        None

[<Property(MaxTest = 100)>]
let ``every text of the language is read as JSON`` (seed: int) =
    match drawn (Constraint.Json("true", 2)) seed with
    | Some text ->
        use read = JsonDocument.Parse text
        // strings and names are whole characters
        read.RootElement.Clone().ToString() |> ignore
    | None -> ()

let private refusalOf (schema: string) =
    Assert.Throws<ConstraintException>(fun () -> Constraint.Json schema |> ignore).Message

[<Fact>]
let ``references that unfold without end are refused, and do not hang`` () =
    let twice =
        [
            for i in 0..30 ->
                let next = $"{{\"$ref\":\"#/$defs/d{i + 1}\"}}"
                $"\"d{i}\":{{\"properties\":{{\"a\":{next},\"b\":{next}}}}}"
        ]
        |> String.concat ","

    refusalOf $"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{twice},\"d31\":true}}}}"
    |> should haveSubstring "unfold into more than"

    let all = [ for i in 0..4 -> $"{{\"$ref\":\"#/$defs/e{i}\"}}" ] |> String.concat ","

    let each =
        [
            for i in 0..4 -> $"\"e{i}\":{{\"type\":\"array\",\"items\":{{\"anyOf\":[{all}]}}}}"
        ]
        |> String.concat ","

    refusalOf $"{{\"$ref\":\"#/$defs/e0\",\"$defs\":{{{each}}}}}"
    |> should haveSubstring "unfold into more than"

[<Theory>]
[<InlineData("""{"enum":["\ud800"]}""")>]
[<InlineData("""{"properties":{"\ud800":true}}""")>]
[<InlineData("""{"pattern":"\udc00"}""")>]
[<InlineData("""{"enum":[{"a":1,"a":2}],"type":"object"}""")>]
let ``what has no text is refused as a constraint`` (schema: string) =
    refusalOf schema |> should haveSubstring "cannot be written"
