module DiffuCoder.Packages.Tests.HubCommandTests

open System
open System.IO
open System.Text
open System.Threading
open System.Threading.Tasks
open Microsoft.AspNetCore.Http
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Hub
open DiffuCoder.Notebooks
open DiffuCoder.Core.Tests.Hub.LocalHub

let private commit = "89abcdef0123456789abcdef0123456789abcdef"

let private weights =
    let content = Array.zeroCreate<byte> 3_000_000
    Random(7).NextBytes content
    content

let private files =
    Map [ "config.json", Encoding.UTF8.GetBytes "{}"; "model.safetensors", weights ]

/// Sends what is asked for in pieces, so that there is time to be killed.
let private slowly (context: HttpContext) =
    task {
        let from = beginAnswer context weights

        for start in from..20_000 .. weights.Length - 1 do
            do! context.Response.Body.WriteAsync(ReadOnlyMemory(weights, start, min 20_000 (weights.Length - start)))
            do! context.Response.Body.FlushAsync()
            do! Task.Delay 10
    }

let private program = Path.Combine(AppContext.BaseDirectory, "DiffuCoder.Tool.dll")

let private command (hub: LocalHub) (cache: string) (arguments: string list) =
    Tool.start
        cache
        [
            "HF_ENDPOINT", hub.Address.AbsoluteUri
            "HF_HUB_CACHE", cache
            "HF_TOKEN", "hf_any"
        ]
        (program :: arguments)

let private start hub cache arguments = command hub cache ("hub" :: arguments)

let private inFolder (work: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("diffucoder-hub-").FullName

    try
        work folder
    finally
        Directory.Delete(folder, true)

[<Fact>]
let ``a download that is killed at twenty moments ends with the right bytes, and never shows wrong ones`` () =
    use hub = new LocalHub("owner/name", commit, files, HubKind.Model)
    hub.Fault <- only "model.safetensors" slowly
    let dice = Random 11

    inFolder (fun cache ->
        let blob = Path.Combine(cache, "models--owner--name", "blobs", etag weights)

        for round in 1..20 do
            let asked () =
                hub.Requests
                |> List.filter (fun request -> request.Path.EndsWith "model.safetensors")
                |> List.length

            let before = asked ()
            use running = start hub cache [ "owner/name" ]

            // three of four are killed while bytes come in, however slow the machine starts them
            while round % 4 > 0 && asked () = before && not running.HasExited do
                Thread.Sleep 5

            if not (running.WaitForExit(dice.Next(0, 150))) then
                running.Kill()
                running.WaitForExit()

            if File.Exists blob then
                File.ReadAllBytes blob |> should equal weights

        use last = start hub cache [ "owner/name" ]
        let ending = Tool.wait (TimeSpan.FromMinutes 2.0) last
        ending.ExitCode |> should equal (Some 0)
        let directory = ending.Output.Trim()

        File.ReadAllBytes(Path.Combine(directory, "model.safetensors"))
        |> should equal weights

        Directory.GetFiles(Path.GetDirectoryName blob).Length |> should equal 2

        // else nothing was killed in the middle, and this showed nothing
        hub.Requests
        |> List.filter (fun request -> request.Range <> "")
        |> List.length
        |> should be (greaterThan 2))

[<Fact>]
let ``what cannot be had is one line and exit code 1`` () =
    use hub = new LocalHub("owner/name", commit, files, HubKind.Model)

    inFolder (fun cache ->
        use running = start hub cache [ "owner/other" ]
        let ending = Tool.wait (TimeSpan.FromMinutes 2.0) running
        ending.ExitCode |> should equal (Some 1)
        ending.Errors.Trim() |> should haveSubstring "owner/other"
        ending.Errors.Trim().Split('\n').Length |> should equal 1)

[<Fact>]
let ``a file of a data set is had by its path`` () =
    use hub =
        new LocalHub("owner/rows", commit, Map [ "data/a.jsonl", weights[..5000] ], HubKind.Dataset)

    inFolder (fun cache ->
        use running = start hub cache [ "owner/rows"; "--file"; "data/a.jsonl" ]
        let ending = Tool.wait (TimeSpan.FromMinutes 2.0) running
        ending.ExitCode |> should equal (Some 0)
        File.ReadAllBytes(ending.Output.Trim()) |> should equal weights[..5000])

[<Fact>]
let ``a download in one line`` () =
    let progress bytes rate =
        HubProgress(HubRepository.Parse "owner/name@v1", 5, 2, bytes, 15_200_000_000L, rate, null)

    Hub.line (progress 3_100_000_000L 41_000_000.0)
    |> should equal "owner/name@v1: 2 of 5 files, 3.10 GB of 15.20 GB, 41.0 MB/s, 4:55 left"

    Hub.line (progress 0L 0.0)
    |> should equal "owner/name@v1: 2 of 5 files, 0.0 kB of 15.20 GB"

[<Fact>]
let ``a model is sampled by its name on the hub`` () =
    let checkpoint =
        Map
            [
                for file in Directory.GetFiles(DiffuCoder.Tiny.TinyFamily.directory DiffuCoder.Tiny.Stage.Instruct) ->
                    Path.GetFileName file, File.ReadAllBytes file
            ]

    use hub = new LocalHub("owner/tiny", commit, checkpoint, HubKind.Model)

    inFolder (fun cache ->
        use running =
            command
                hub
                cache
                [
                    "demo"
                    "--model"
                    "owner/tiny@main"
                    "--steps"
                    "8"
                    "--tokens"
                    "32"
                    "Write a function that doubles a number."
                ]

        let ending = Tool.wait (TimeSpan.FromMinutes 5.0) running
        ending.Errors + ending.Output |> should haveSubstring "def "
        ending.ExitCode |> should equal (Some 0)

        hub.Requests
        |> List.exists (fun request -> request.Path.EndsWith "/model.safetensors")
        |> should equal true)
