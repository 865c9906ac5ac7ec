module DiffuCoder.Core.Tests.Architecture.LayersTests

open System.Reflection
open Xunit
open FsUnit.Xunit
open DiffuCoder.Core.Tests.Architecture.Layers

let private core = typeof<DiffuCoder.Runtime.Device>.Assembly

let private lines texts = String.concat "\n" texts

[<Fact>]
let ``every type of the core lies in a known folder`` () =
    Dependencies.written core
    |> List.filter (fun (``namespace``, _) -> folderOf ``namespace`` = None)
    |> List.map snd
    |> lines
    |> should equal ""

[<Fact>]
let ``no folder of the core uses one above it`` () =
    Dependencies.ofAssembly core |> violations |> lines |> should equal ""

let private madeUp (user, used) =
    {
        From = $"DiffuCoder.{user}"
        To = $"DiffuCoder.{used}"
        Where = "SomeType.SomeMember"
    }

[<Theory>]
[<InlineData("Runtime", "Checkpoints")>]
[<InlineData("Checkpoints", "Tokenization")>]
[<InlineData("Tokenization", "Checkpoints")>]
[<InlineData("Tokenization", "Models")>]
[<InlineData("Models", "Sampling")>]
[<InlineData("Sampling", "Analysis")>]
[<InlineData("Sampling", "Training")>]
[<InlineData("Sampling", "Distributed")>]
[<InlineData("Sandbox", "Models")>]
[<InlineData("Sandbox", "Evaluation")>]
[<InlineData("Evaluation", "Training")>]
[<InlineData("Models", "Evaluation")>]
[<InlineData("Distributed", "Training")>]
let ``a use upward or across is a violation`` (user: string, used: string) =
    violations [ madeUp ("Models", "Runtime"); madeUp (user, used) ]
    |> should equal [ $"{user} must not use {used}: SomeType.SomeMember" ]

[<Theory>]
[<InlineData("Models", "Models")>]
[<InlineData("Models", "Checkpoints")>]
[<InlineData("Sampling", "Tokenization")>]
[<InlineData("Analysis", "Sampling")>]
[<InlineData("Training", "Sandbox")>]
[<InlineData("Training", "Distributed")>]
[<InlineData("Evaluation", "Distributed")>]
let ``a use downward is none`` (user: string, used: string) =
    violations [ madeUp (user, used) ] |> should be Empty

[<Fact>]
let ``a folder that the rule does not know is a violation`` () =
    violations [ madeUp ("Utilities", "Runtime"); madeUp ("Models", "Helpers") ]
    |> should
        equal
        [
            "DiffuCoder.Utilities is no folder of the core: SomeType.SomeMember"
            "DiffuCoder.Helpers is no folder of the core: SomeType.SomeMember"
        ]

[<Fact>]
let ``two folders never use each other`` () =
    for one in folders do
        for other in folders do
            if one <> other then
                (mayUse one other && mayUse other one) |> should be False

[<Fact>]
let ``a use is found wherever it hides`` () =
    let samples = "DiffuCoder.Core.Tests.Architecture.Samples."

    Dependencies.ofAssembly (Assembly.GetExecutingAssembly())
    |> List.filter (fun dependency -> dependency.From.StartsWith samples && dependency.To = "DiffuCoder.Runtime")
    |> List.map _.From.Substring(samples.Length)
    |> List.distinct
    |> List.sort
    |> should
        equal
        [
            "AttributeArgument"
            "BaseType"
            "Body"
            "Catch"
            "Constraint"
            "Field"
            "Lambda"
            "ReturnedArray"
            "Signature"
            "StateMachine"
        ]

[<Fact>]
let ``the core is not read in vain`` () =
    let uses = Dependencies.ofAssembly core

    uses
    |> List.exists (fun dependency -> dependency.From = "DiffuCoder.Models" && dependency.To = "DiffuCoder.Runtime")
    |> should be True
