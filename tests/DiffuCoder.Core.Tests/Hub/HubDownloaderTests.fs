/// What is fetched, where it is put, and when nothing has to be.
module DiffuCoder.Core.Tests.Hub.HubDownloaderTests

open System
open System.Collections.Generic
open System.IO
open System.Text
open System.Threading
open System.Threading.Tasks
open Microsoft.AspNetCore.Http
open Xunit
open FsUnit.Xunit
open DiffuCoder.Hub
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Hub.LocalHub
open DiffuCoder.Core.Tests.Hub.ServedModel

[<Fact>]
let ``what a model needs is fetched, and nothing else`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    let directory = get (settings hub folder)
    shouldHold directory

    Directory.GetFiles directory
    |> Array.map Path.GetFileName
    |> Array.sort
    |> should equal (needed |> Array.ofList |> Array.sort)

[<Fact>]
let ``the cache has the layout of Hugging Face's own tools`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    get (settings hub folder) |> ignore
    let root = folder.File "cache/models--owner--name"
    File.ReadAllText(Path.Combine(root, "refs", "main")) |> should equal commit

    for name in needed do
        let link = FileInfo(Path.Combine(root, "snapshots", commit, name))
        link.LinkTarget |> should equal $"../../blobs/{etag model[name]}"

    Directory.GetFiles(Path.Combine(root, "blobs")).Length
    |> should equal needed.Length

[<Fact>]
let ``what those tools put there is found without a download`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    let root = folder.File "cache/models--owner--name"

    for name in needed do
        let blob = Path.Combine(root, "blobs", etag model[name])
        Directory.CreateDirectory(Path.GetDirectoryName blob) |> ignore
        File.WriteAllBytes(blob, model[name])
        let link = Path.Combine(root, "snapshots", commit, name)
        Directory.CreateDirectory(Path.GetDirectoryName link) |> ignore
        File.CreateSymbolicLink(link, $"../../blobs/{etag model[name]}") |> ignore

    get (settings hub folder) |> shouldHold

    hub.Requests
    |> List.map _.Path
    |> should equal [ "/api/models/owner/name/revision/main" ]

[<Fact>]
let ``a second call asks only whether the branch has moved, and a commit asks nothing`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    get (settings hub folder) |> ignore
    hub.Forget()
    get (settings hub folder) |> ignore
    hub.Requests.Length |> should equal 1
    hub.Forget()

    HubDownloader(settings hub folder).ModelAsync(HubRepository.Parse $"owner/name@{commit}").Result
    |> shouldHold

    hub.Requests |> should be Empty

[<Fact>]
let ``without a network the cache is enough, and that is said`` () =
    let hub = serving model
    use folder = new TemporaryDirectory()
    let settings = settings hub folder
    get settings |> ignore
    (hub :> IDisposable).Dispose()
    let told = Told()
    HubDownloader(settings).ModelAsync(repository, told).Result |> shouldHold
    told.Remarks |> List.last |> should haveSubstring commit

[<Fact>]
let ``where the network is forbidden nothing is asked`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()

    let offline folder =
        HubSettings(CacheFolder = folder, Endpoint = hub.Address, IsOffline = true)

    let refused = refusal (fun () -> get (offline (folder.File "cache")))
    refused.Fault |> should equal HubFault.Offline
    hub.Requests |> should be Empty
    get (settings hub folder) |> ignore
    hub.Forget()
    get (offline (folder.File "cache")) |> shouldHold
    hub.Requests |> should be Empty

[<Fact>]
let ``the token goes to the hub and not to where it redirects`` () =
    use hub = serving model
    use elsewhere = serving model
    use folder = new TemporaryDirectory()

    hub.Fault <-
        only shard (fun context ->
            task {
                context.Response.StatusCode <- 302
                context.Response.Headers.Location <- $"{elsewhere.Address.AbsoluteUri}owner/name/resolve/{commit}/{shard}"
            })

    let secret =
        HubSettings(CacheFolder = folder.File "cache", Endpoint = hub.Address, Token = "hf_secret")

    get secret |> shouldHold

    hub.Requests
    |> List.map _.Token
    |> List.distinct
    |> should equal [ "Bearer hf_secret" ]

    elsewhere.Requests |> List.map _.Token |> should equal [ "" ]

[<Fact>]
let ``pickled weights are refused before anything large is fetched`` () =
    let pickled =
        Map
            [
                "config.json", Encoding.UTF8.GetBytes "{}"
                "pytorch_model.bin", bytes 4 4000
            ]

    use hub = serving pickled
    use folder = new TemporaryDirectory()
    let refused = refusal (fun () -> get (settings hub folder))
    refused.Fault |> should equal HubFault.NoCheckpoint
    refused.Message |> should haveSubstring "pickle"

    hub.Requests
    |> List.exists (fun request -> request.Path.EndsWith ".bin")
    |> should equal false

[<Fact>]
let ``two who fetch the same at once share one download`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    let settings = settings hub folder

    let both =
        Task.WhenAll
            [
                for _ in 1..2 -> Task.Run<string>(fun () -> HubDownloader(settings).ModelAsync repository)
            ]

    for directory in both.Result do
        shouldHold directory

    hub.Requests
    |> List.filter (fun request -> request.Path.EndsWith shard)
    |> List.length
    |> should equal 1

[<Fact>]
let ``progress ends with all bytes of all files`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    let told = Told()

    HubDownloader(settings hub folder).ModelAsync(repository, told).Result |> ignore

    let last = told.Lines |> List.last
    let total = needed |> List.sumBy (fun name -> int64 model[name].Length)
    (last.Finished, last.Files) |> should equal (needed.Length, needed.Length)
    (last.Bytes, last.Total) |> should equal (total, total)

[<Fact>]
let ``files of a data set are fetched by name`` () =
    let rows = Map [ "data/train.jsonl", bytes 8 50_000; "README.md", bytes 9 10 ]
    use hub = new LocalHub("owner/rows", commit, rows, HubKind.Dataset)
    use folder = new TemporaryDirectory()
    let dataset = HubRepository.Parse("owner/rows", HubKind.Dataset)

    let paths =
        HubDownloader(settings hub folder).FilesAsync(dataset, [| "data/train.jsonl" |]).Result

    File.ReadAllBytes paths[0] |> should equal rows["data/train.jsonl"]

    (refusal (fun () -> HubDownloader(settings hub folder).FilesAsync(dataset, [| "data/test.jsonl" |]).GetAwaiter().GetResult())).Message
    |> should haveSubstring "data/test.jsonl"
