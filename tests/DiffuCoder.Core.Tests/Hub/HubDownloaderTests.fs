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

let private commit = "0123456789abcdef0123456789abcdef01234567"

let private bytes seed count =
    let content = Array.zeroCreate<byte> count
    Random(seed).NextBytes content
    content

let private index =
    """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"""

let private model =
    Map
        [
            "config.json", Encoding.UTF8.GetBytes "{}"
            "tokenizer.json", bytes 1 5000
            "model.safetensors.index.json", Encoding.UTF8.GetBytes index
            "model-00001-of-00002.safetensors", bytes 2 300_000
            "model-00002-of-00002.safetensors", bytes 3 200_000
            "pytorch_model.bin", bytes 4 4000
            "README.md", bytes 5 10
        ]

let private needed =
    [
        "config.json"
        "tokenizer.json"
        "model.safetensors.index.json"
        "model-00001-of-00002.safetensors"
        "model-00002-of-00002.safetensors"
    ]

let private shard = "model-00001-of-00002.safetensors"

let private serving files =
    new LocalHub("owner/name", commit, files, HubKind.Model)

let private settings (hub: LocalHub) (folder: TemporaryDirectory) =
    HubSettings(
        CacheFolder = folder.File "cache",
        Endpoint = hub.Address,
        Attempts = 3,
        Pause = TimeSpan.FromMilliseconds 5.0,
        LongestPause = TimeSpan.FromMilliseconds 50.0,
        Patience = TimeSpan.FromSeconds 5.0
    )

type private Told() =
    let lines = List<HubProgress>()
    member _.Lines = lock lines (fun () -> List.ofSeq lines)
    member this.Remarks = this.Lines |> List.choose (fun line -> Option.ofObj line.Remark)

    interface IProgress<HubProgress> with
        member _.Report line = lock lines (fun () -> lines.Add line)

let private repository = HubRepository.Parse "owner/name"

let private get (settings: HubSettings) =
    HubDownloader(settings).ModelAsync(repository).GetAwaiter().GetResult()

let private refusal (work: unit -> 'a) =
    Assert.Throws<HubException>(fun () -> work () |> ignore)

let private shouldHold (directory: string) =
    for name in needed do
        File.ReadAllBytes(Path.Combine(directory, name)) |> should equal model[name]

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

[<Theory>]
[<InlineData(1)>]
[<InlineData(70_000)>]
[<InlineData(299_999)>]
let ``a connection that is cut is taken up where it ended`` (at: int) =
    use hub = serving model
    use folder = new TemporaryDirectory()
    hub.Fault <- only shard (cut at model[shard]) |> times 2
    get (settings hub folder) |> shouldHold

    hub.Requests
    |> List.filter (fun request -> request.Path.EndsWith shard)
    |> List.map _.Range
    |> List.last
    |> should startWith "bytes="

[<Fact>]
let ``many cuts that each bring something are no reason to give up`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    hub.Fault <- only shard (cut 30_000 model[shard])
    get (settings hub folder) |> shouldHold

[<Fact>]
let ``what an ended process left is gone on from`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    let blobs = folder.File "cache/models--owner--name/blobs"
    Directory.CreateDirectory blobs |> ignore
    File.WriteAllBytes(Path.Combine(blobs, etag model[shard] + ".incomplete"), model[shard][..99_999])
    get (settings hub folder) |> shouldHold

    hub.Requests
    |> List.find (fun request -> request.Path.EndsWith shard)
    |> _.Range
    |> should equal "bytes=100000-"

[<Fact>]
let ``what it left is fetched anew where it was wrong`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    let blobs = folder.File "cache/models--owner--name/blobs"
    Directory.CreateDirectory blobs |> ignore
    File.WriteAllBytes(Path.Combine(blobs, etag model[shard] + ".incomplete"), bytes 77 100_000)
    get (settings hub folder) |> shouldHold

[<Fact>]
let ``a server without ranges is read from the beginning`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()

    let ignoring (context: HttpContext) =
        task {
            context.Response.ContentLength <- int64 model[shard].Length
            do! context.Response.Body.WriteAsync(ReadOnlyMemory model[shard])
        }

    let first = only shard (cut 50_000 model[shard]) |> times 1
    let second = only shard ignoring

    hub.Fault <-
        fun context ->
            task {
                let! isTaken = first context
                return! if isTaken then Task.FromResult true else second context
            }

    get (settings hub folder) |> shouldHold

[<Fact>]
let ``wrong bytes are thrown away and named`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    hub.Content <- fun path -> if path = shard then bytes 99 300_000 else model[path]
    let refused = refusal (fun () -> get (settings hub folder))
    refused.Fault |> should equal HubFault.WrongBytes
    refused.Message |> should haveSubstring shard
    let blobs = folder.File "cache/models--owner--name/blobs"
    File.Exists(Path.Combine(blobs, etag model[shard])) |> should equal false
    hub.Content <- fun path -> model[path]
    get (settings hub folder) |> shouldHold

[<Theory>]
[<InlineData(299_000)>]
[<InlineData(301_000)>]
let ``a server that lies about a length is not believed`` (length: int) =
    use hub = serving model
    use folder = new TemporaryDirectory()
    hub.Content <- fun path -> if path = shard then bytes 2 length else model[path]
    let refused = refusal (fun () -> get (settings hub folder))
    refused.Fault |> should equal HubFault.WrongBytes
    refused.Message |> should haveSubstring "300000"

[<Fact>]
let ``too many requests are waited out, and said`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()

    let limited (context: HttpContext) =
        task {
            context.Response.StatusCode <- 429
            context.Response.Headers.RetryAfter <- "1"
        }

    hub.Fault <- only shard limited |> times 2
    let told = Told()

    HubDownloader(settings hub folder).ModelAsync(repository, told).Result
    |> shouldHold

    told.Remarks
    |> List.filter (fun remark -> remark.Contains "429")
    |> List.length
    |> should equal 2

[<Theory>]
[<InlineData(500, "", HubFault.Server, "fails")>]
[<InlineData(503, "", HubFault.Server, "fails")>]
[<InlineData(429, "", HubFault.TooManyRequests, "HF_TOKEN")>]
[<InlineData(401, "", HubFault.NotAllowed, "HF_TOKEN")>]
[<InlineData(403, "", HubFault.NotAllowed, "no right")>]
[<InlineData(403, "GatedRepo", HubFault.NotAllowed, "terms")>]
[<InlineData(401, "RepoNotFound", HubFault.NotFound, "spelled")>]
[<InlineData(404, "RevisionNotFound", HubFault.NotFound, "revision")>]
[<InlineData(418, "", HubFault.NotAllowed, "418")>]
let ``each refusal is told in its own words`` (status: int) (code: string) (fault: HubFault) (words: string) =
    use hub = serving model
    use folder = new TemporaryDirectory()

    hub.Fault <-
        fun context ->
            task {
                context.Response.StatusCode <- status
                context.Response.Headers["X-Error-Code"] <- code
                return true
            }

    let refused = refusal (fun () -> get (settings hub folder))
    refused.Fault |> should equal fault
    refused.Message |> should haveSubstring words
    refused.Message |> should haveSubstring "owner/name"

[<Fact>]
let ``a server that nobody runs is named, with what to do`` () =
    let hub = serving model
    use folder = new TemporaryDirectory()
    let settings = settings hub folder
    (hub :> IDisposable).Dispose()
    let refused = refusal (fun () -> get settings)
    refused.Fault |> should equal HubFault.Unreachable
    refused.Message |> should haveSubstring "HF_ENDPOINT"

[<Fact>]
let ``a server that falls silent is left`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    use over = new CancellationTokenSource()

    hub.Fault <-
        fun context ->
            task {
                try
                    do!
                        Task.Delay(
                            Timeout.Infinite,
                            CancellationTokenSource.CreateLinkedTokenSource(over.Token, context.RequestAborted).Token
                        )
                with :? OperationCanceledException ->
                    ()

                return true
            }

    let hasty =
        HubSettings(
            CacheFolder = folder.File "cache",
            Endpoint = hub.Address,
            Attempts = 2,
            Pause = TimeSpan.FromMilliseconds 5.0,
            Patience = TimeSpan.FromSeconds 0.3
        )

    let refused = refusal (fun () -> get hasty)
    refused.Fault |> should equal HubFault.Unreachable
    over.Cancel()

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
let ``redirects in a circle end`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()

    hub.Fault <-
        only shard (fun context ->
            task {
                context.Response.StatusCode <- 307
                context.Response.Headers.Location <- string context.Request.Path
            })

    (refusal (fun () -> get (settings hub folder))).Message
    |> should haveSubstring "redirects more than"

[<Theory>]
[<InlineData("../outside")>]
[<InlineData("/etc/passwd")>]
[<InlineData("a/../../b")>]
[<InlineData("a\\b")>]
let ``a listing cannot lead out of the cache`` (path: string) =
    use hub = serving (model.Add(path, bytes 6 10))
    use folder = new TemporaryDirectory()

    (refusal (fun () -> get (settings hub folder))).Message
    |> should haveSubstring "no path within"

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
let ``cancelling keeps what has come`` () =
    use hub = serving model
    use folder = new TemporaryDirectory()
    use stop = new CancellationTokenSource()

    let stalling (context: HttpContext) =
        task {
            context.Response.ContentLength <- int64 model[shard].Length
            do! context.Response.Body.WriteAsync(ReadOnlyMemory(model[shard], 0, 100_000))
            do! context.Response.Body.FlushAsync()
            do! Task.Delay 100
            stop.Cancel()

            try
                do! Task.Delay(5000, context.RequestAborted)
            with :? OperationCanceledException ->
                ()
        }

    hub.Fault <- only shard stalling |> times 1

    Assert.ThrowsAny<OperationCanceledException>(fun () ->
        HubDownloader(settings hub folder).ModelAsync(repository, null, stop.Token).GetAwaiter().GetResult()
        |> ignore)
    |> ignore

    let left =
        FileInfo(folder.File $"cache/models--owner--name/blobs/{etag model[shard]}.incomplete")

    left.Length |> should be (greaterThan 0L)
    get (settings hub folder) |> shouldHold

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
