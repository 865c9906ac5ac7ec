/// What is registered with the formatter is the whole process's.
[<Xunit.Collection "alone">]
module DiffuCoder.Kit.Tests.FormsTests

open System
open Xunit
open FsUnit.Xunit
open Microsoft.DotNet.Interactive.Formatting
open DiffuCoder
open DiffuCoder.Kit.Tests.StandIn

let private most = 20_000

let private show (value: obj) =
    Notebook.init ()
    Formatter.ToDisplayString(value, "text/html"), Formatter.ToDisplayString(value, "text/plain")

let private isSmall (value: obj) =
    let html, text = show value
    html.Length |> should be (lessThanOrEqualTo most)
    text.Length |> should be (lessThanOrEqualTo most)
    html |> should startWith "<div>"

let private prompt = Prompt.instruct "Add < numbers."

[<Fact>]
let ``every public type of the kit and of its core has a form in a kernel`` () =
    Notebook.init ()

    let isStatic (kind: Type) = kind.IsAbstract && kind.IsSealed
    let isTags (kind: Type) = kind.IsNested && kind.Name = "Tags"

    let without =
        [
            for assembly in [ typeof<SamplerOptions>.Assembly; typeof<Model>.Assembly ] do
                for kind in assembly.GetExportedTypes() do
                    if
                        string kind.Namespace |> _.StartsWith("DiffuCoder")
                        && not (isStatic kind || isTags kind)
                        && not kind.IsGenericTypeDefinition
                        && not kind.IsByRefLike
                        && not (
                            typeof<Exception>.IsAssignableFrom kind
                            || typeof<Attribute>.IsAssignableFrom kind
                        )
                        && not (Formatter.GetPreferredMimeTypesFor kind |> Seq.contains "text/plain")
                    then
                        string kind
        ]

    without |> should be Empty

[<Fact>]
let ``a model, prompts, options, answers and a benchmark show themselves in less than 20 kB`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let answer = prompt |> Sampler.generate model quick

    let values: obj list =
        [
            model
            model.Config
            Model.tokenizer model
            prompt
            Prompt.complete (String.replicate 100_000 "x")
            Part.Masks 3
            Part.Constrained(3, Constraint.regex "a+")
            Constraint.json "true"
            quick
            GrpoOptions.Tiny
            EvaluateOptions.Paper
            LoadOptions.Default
            answer
            answer.Steps[0]
            answer.Steps
            List.replicate 100 answer
            Benchmark.tiny Split.HeldOutCombinations
            Finding.at (TextSpan(1, 2)) "wrong"
            RepairPolicy.span 2 1
            RepairOptions.Default
            answer
            |> Repair.run model (Checker.ofText "never" (fun _ -> Finding.bad (String.replicate 100_000 "x"))) RepairOptions.Default
            Grpo.tinyTasks 50
            Arness.localMeans AnalysisOptions.Default 4 [ answer ]
        ]

    values |> List.iter isSmall

/// Of a form, as a kernel sends it: a text of JSON.
let private sent (form: string) =
    Text.Json.JsonSerializer.SerializeToUtf8Bytes(form).Length

[<Fact>]
let ``a form is sent in less than 20 kB, also of signs that grow when they are sent`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let long = String.replicate 20_000 "\"<é\n"
    let chat = Prompt.instruct long

    let task =
        {
            Id = long
            Prompt = chat
            Tests = List.replicate 500 (Equals(long, long))
        }

    let answer = prompt |> Sampler.generate model quick

    let values: obj list =
        [
            chat
            Prompt.complete long
            task
            List.replicate 500 task
            List.replicate 500 chat
            { EvaluateOptions.Paper with
                Libraries = List.replicate 500 long
                Directory = Some long
            }
            Trajectory(
                Initial = answer.Initial,
                Final = answer.Final,
                CompletionStart = answer.CompletionStart,
                TextEnd = answer.TextEnd,
                Steps = answer.Steps,
                Options = answer.Options,
                Seed = answer.Seed,
                Text = long
            )
        ]

    for value in values do
        for form in [ Forms.html value; Forms.text value ] do
            sent form |> should be (lessThan most)

[<Fact>]
let ``a model shows what it is, and a prompt its texts, which break out of nothing`` () =
    use model = Model.loadWith inFloat32 (directory ())
    let html, text = show model
    text |> should equal (Model.describe model)
    html |> should haveSubstring (Model.describe model)

    let html, text = show prompt
    html |> should haveSubstring "Add &lt; numbers."
    text |> should startWith "Chat\n"
    text |> should haveSubstring "Add < numbers."

[<Fact>]
let ``options are shown by the names of their parts`` () =
    let _, text = show quick
    text |> should startWith "SamplerOptions\n"
    text |> should haveSubstring $"  Steps: {quick.Steps}\n"

[<Fact>]
let ``steps that are computed as they are read are not computed by being shown`` () =
    let steps: SamplingStep seq = seq { failwith "read" }

    let _, text = show steps
    text |> should equal "a sequence, computed as it is read"
