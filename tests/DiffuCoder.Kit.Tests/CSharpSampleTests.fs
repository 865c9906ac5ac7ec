module DiffuCoder.Kit.Tests.CSharpSampleTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Samples
open DiffuCoder.Sampling

[<Fact>]
let ``the C# sample writes down every step and then the text`` () =
    let options = SamplerOptions(MaxNewTokens = 8, Steps = 4)
    use output = new StringWriter()
    FirstGeneration.Run(StandIn.directory (), "Add numbers.", options, output)
    let lines = output.ToString().Split '\n'

    lines[..3]
    |> Array.map (fun line -> line[..7])
    |> should equal [| for step in 0..3 -> $"step {step}: " |]

    lines[0] |> should haveSubstring " at "
    lines.Length |> should be (greaterThan 4)
