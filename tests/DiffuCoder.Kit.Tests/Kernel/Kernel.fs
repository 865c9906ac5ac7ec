namespace DiffuCoder.Kit.Tests.Kernel

open System
open System.Diagnostics
open System.IO
open System.IO.Compression
open System.Text.Json.Nodes
open DiffuCoder.Notebooks
open DiffuCoder.Notebooks.NotebookDocument
open DiffuCoder.Kit.Tests.Packed

/// The kernel that readers of the notebooks have, with packages that were made for it.
type Kernel(kit: PackedKit) =

    static let mutable number = 0

    let own = Threading.Interlocked.Increment &number

    // beneath the root, where the kernel is found as a local tool
    let folder =
        Path.Combine(Tool.root.Value, "artifacts", $"kernel-{Environment.ProcessId}-{own}")

    // two kernels that start in the same second would take the same port
    let firstPort = 20_000 + (Environment.ProcessId * 4 + own) % 2000 * 10

    let specification =
        let words =
            [
                "dotnet"
                "dotnet-interactive"
                "jupyter"
                "--default-kernel"
                "fsharp"
                "{connection_file}"
            ]
            @ [ "--http-local-only"; "--http-port-range"; $"{firstPort}-{firstPort + 9}" ]

        JsonObject(
            dict
                [
                    "argv", JsonArray [| for word in words -> JsonValue.Create word :> JsonNode |] :> JsonNode
                    "display_name", JsonValue.Create ".NET (F#)"
                    "language", JsonValue.Create "F#"
                ]
        )

    do
        let kernels = Path.Combine(folder, "jupyter", "kernels", ".net-fsharp")
        Directory.CreateDirectory kernels |> ignore
        File.WriteAllText(Path.Combine(kernels, "kernel.json"), specification.ToJsonString())
        let notebooks = Path.Combine(Tool.root.Value, "notebooks")
        let setUp = File.ReadAllText(Path.Combine(notebooks, "kit.fsx"))
        File.WriteAllText(Path.Combine(folder, "kit.fsx"), Packages.pin kit.Packed setUp)

    // the system's own interpreter, for which the packages of nbclient are
    let start (file: string) (target: string) =
        let script = Path.Combine(AppContext.BaseDirectory, "Kernel", "execute.py")

        let variables =
            [
                "JUPYTER_PATH", Path.Combine(folder, "jupyter")
                "DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT", "1"
                "NoWarn", "NU1603;NU1605;NU1608;NU1701"
            ]
            @ Packages.variables kit.Packed

        Tool.startProgram "/usr/bin/python3" folder variables [ script; file; target ]

    /// The version of the packages.
    member _.Version = kit.Packed.Version

    /// A notebook of code cells, executed: each cell's outputs. A cell that is stopped may fail.
    member kernel.Run(cells: string list) : JsonNode list =
        kernel.Run((fun code -> code.StartsWith "stopIn"), cells)

    /// As the other, with a word on which cells may fail.
    member _.Run(mayFail: string -> bool, cells: string list) : JsonNode list =
        let source = Path.Combine(folder, "notebook.ipynb")

        let cell (code: string) =
            {|
                cell_type = "code"
                metadata =
                    {|
                        tags =
                            [
                                if mayFail code then
                                    "raises-exception"
                            ]
                    |}
                execution_count = null
                outputs = [||]
                source = code
            |}

        let notebook =
            {|
                nbformat = 4
                nbformat_minor = 4
                metadata =
                    {|
                        kernelspec =
                            {|
                                name = ".net-fsharp"
                                display_name = ".NET (F#)"
                                language = "F#"
                            |}
                    |}
                cells = List.map cell cells
            |}

        File.WriteAllText(source, Text.Json.JsonSerializer.Serialize notebook)

        [
            for cell in (nonNull (JsonNode.Parse(File.ReadAllText(Kernel.Execute(start, source))))).["cells"].AsArray() -> cell["outputs"]
        ]

    /// A version of the extension without a kit to it, among the packages.
    member _.WithoutKit() : string =
        let version = "9.9.9"
        let extension = "DiffuCoder.Kit.Interactive"

        use package =
            new ZipArchive(File.Create(Path.Combine(kit.Packed.Folder, $"{extension}.{version}.nupkg")), ZipArchiveMode.Create)

        for file in Packages.files kit.Packed extension do
            use stream = package.CreateEntry(file.Key).Open()

            if Path.GetExtension file.Key = ".nuspec" || Path.GetExtension file.Key = ".fsx" then
                let text =
                    (Text.Encoding.UTF8.GetString file.Value).Replace(kit.Packed.Version, version)

                stream.Write(Text.Encoding.UTF8.GetBytes text)
            else
                stream.Write(file.Value)

        PackageCache.forget [ extension, version ]
        version

    /// A stored notebook, executed as it is.
    member kernel.RunStored(name: string) : NotebookDocument = fst (kernel.RunStored(name, []))

    /// A stored notebook, executed as it is; and after that with the code cells of these numbers, from 0, run again.
    member _.RunStored(name: string, again: int list) : NotebookDocument * NotebookDocument =
        let source = Path.Combine(folder, name)

        NotebookDocument.read (Path.Combine(Tool.root.Value, "notebooks", name))
        |> NotebookDocument.mapCode (fun number cell ->
            if List.contains number again then
                cell["metadata"]["again"] <- JsonValue.Create true)
        |> NotebookDocument.toText
        |> fun text -> File.WriteAllText(source, text)

        let target = Kernel.Execute(start, source)
        NotebookDocument.read target, NotebookDocument.read (if again.IsEmpty then target else target + ".again")

    static member private Execute(start, source: string) =
        let target = source + ".executed"
        use running: Process = start source target

        match Tool.wait (TimeSpan.FromMinutes 5.0) running with
        | { ExitCode = Some 0 } -> target
        | { ExitCode = None } as ending -> failwith $"{source} was not executed in 5 minutes: {ending.Errors}"
        | ending -> failwith $"{source} failed in the kernel: {ending.Errors}"

    interface IDisposable with
        member _.Dispose() = Directory.Delete(folder, true)
