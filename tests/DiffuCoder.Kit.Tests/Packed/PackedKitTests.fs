namespace DiffuCoder.Kit.Tests.Packed

open System
open System.IO
open System.Runtime.InteropServices
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks
open DiffuCoder.Runtime

type PackedKitTests(kit: PackedKit) =
    /// The package with libtorch for this system, as a user would reference it.
    let libtorch =
        let architecture =
            (string RuntimeInformation.ProcessArchitecture).ToLowerInvariant()

        let system =
            if OperatingSystem.IsLinux() then "linux"
            elif OperatingSystem.IsMacOS() then "osx"
            else "win"

        $"libtorch-cpu-{system}-{architecture}", TorchNative.LibTorchVersion

    let dependencies package =
        [
            for found in Regex.Matches(kit.Manifest package, "<dependency id=\"([^\"]+)\" version=\"([^\"]+)\"") ->
                found.Groups[1].Value, found.Groups[2].Value
        ]

    [<Fact>]
    member _.``the packages name each other and the libraries they need``() =
        let names = dependencies >> List.map fst

        dependencies "DiffuCoder.Kit"
        |> should contain ("DiffuCoder.Core", kit.Packed.Version)

        dependencies "DiffuCoder.Kit"
        |> should contain ("DiffuCoder.Tiny", kit.Packed.Version)

        dependencies "DiffuCoder.Tiny"
        |> should contain ("DiffuCoder.Core", kit.Packed.Version)

        names "DiffuCoder.Kit" |> should contain "FSharp.Core"
        names "DiffuCoder.Kit" |> should contain "Plotly.NET"
        names "DiffuCoder.Core" |> should contain "TorchSharp"
        names "DiffuCoder.Core" |> should contain "Microsoft.ML.Tokenizers"

    [<Fact>]
    member _.``no package brings half a gigabyte of libtorch or anything for tests``() =
        for package in [ "DiffuCoder.Core"; "DiffuCoder.Tiny"; "DiffuCoder.Kit" ] do
            for name, _ in dependencies package do
                name |> should not' (startWith "libtorch")
                name |> should not' (startWith "xunit")

    [<Fact>]
    member _.``the packages carry the documentation that editors show``() =
        let documents package member' =
            kit.Text package $"lib/net10.0/{package}.xml"
            |> should haveSubstring $"<member name=\"{member'}\">"

        documents "DiffuCoder.Core" "T:DiffuCoder.Sampling.DiffusionSampler"
        documents "DiffuCoder.Tiny" "T:DiffuCoder.Tiny.Stage"
        documents "DiffuCoder.Kit" "T:DiffuCoder.Loss"

    [<Fact>]
    member _.``a script uses the packed kit and loads libtorch when it needs it``() =
        let script =
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Packed", "script.fsx"))

        let printed = kit.Run [ libtorch ] script
        printed |> should haveSubstring "libtorch after use without torch: False"
        printed |> should haveSubstring "sum: 45"
        printed |> should haveSubstring $"libtorch {TorchNative.LibTorchVersion}"

    [<Fact>]
    member _.``F# Interactive shows the kit's values as text``() =
        let shown =
            [
                "open DiffuCoder"
                "Forms.printers fsi.AddPrinter"
                "let options = { SamplerOptions.Tiny with Steps = 7 }"
                "let prompts = [ Prompt.instruct \"Add.\"; Prompt.instruct \"Multiply.\" ]"
                "let other = [ 1.5 ]"
            ]
            |> kit.Typed

        shown |> should haveSubstring "val options: SamplerOptions ="
        shown |> should haveSubstring "  Steps: 7"
        shown |> should haveSubstring "2 items"
        // other values as before
        shown |> should haveSubstring "val other: float list = [1.5]"

    [<Fact>]
    member _.``nothing forces the small checkpoints on anybody``() =
        for package in Packages.libraries do
            dependencies package
            |> List.map fst
            |> should not' (contain Packages.checkpoints)

            (Packages.files kit.Packed package).Values
            |> Seq.sumBy _.Length
            |> should be (lessThan 10_000_000)

    [<Fact>]
    member _.``the page names the FSharp.Core that an F# project has to take``() =
        let _, version =
            dependencies "DiffuCoder.Kit"
            |> List.find (fun (name, _) -> name = "FSharp.Core")

        File.ReadAllText(Path.Combine(Tool.root.Value, "docs", "dotnet.md"))
        |> should haveSubstring $"<PackageReference Update=\"FSharp.Core\" Version=\"{version}\" />"

    [<Fact>]
    member _.``a script without them is told which package to add``() =
        let printed =
            kit.Run [] "try DiffuCoder.Model.tiny DiffuCoder.Stage.Instruct |> ignore with problem -> printfn \"%s\" problem.Message"

        printed |> should haveSubstring $"#r \"nuget: {Packages.checkpoints}, "

    [<Fact>]
    member _.``the notebooks' set-up file brings the kit, the small models and this system's libtorch to F# Interactive``() =
        let printed =
            [
                "#load \"kit.fsx\""
                "open DiffuCoder"
                "printfn $\"{Device.describe ()}\""
                "printfn $\"{Model.describe (Model.tiny Stage.Instruct)}\""
            ]
            |> String.concat "\n"
            |> kit.RunBesideSetUp

        printed |> should haveSubstring "4.7 M parameters"
        printed |> should haveSubstring $"libtorch {TorchNative.LibTorchVersion}"
