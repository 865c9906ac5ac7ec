/// What goes wrong between a hub and the disk, and what is made of it.
module DiffuCoder.Core.Tests.Hub.HubFaultTests

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
