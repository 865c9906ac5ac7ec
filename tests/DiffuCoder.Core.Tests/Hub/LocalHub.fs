/// A server of the hub's protocol on this machine: listings, contents with ranges, and whatever goes wrong on the way.
module DiffuCoder.Core.Tests.Hub.LocalHub

open System
open System.Collections.Concurrent
open System.Net
open System.Security.Cryptography
open System.Text
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Hosting.Server
open Microsoft.AspNetCore.Hosting.Server.Features
open Microsoft.AspNetCore.Http
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Logging
open DiffuCoder.Hub

/// What a client asked for.
type Request =
    {
        Path: string
        Range: string
        Token: string
    }

/// A fault takes a request over (true), or leaves it to the server.
type Fault = HttpContext -> Task<bool>

let private hex (bytes: byte[]) = Convert.ToHexStringLower bytes

/// The name that git gives to a content, and that of large files.
let gitHash (content: byte[]) =
    SHA1.HashData(Array.append (Encoding.ASCII.GetBytes $"blob {content.Length}\000") content)
    |> hex

let sha256 (content: byte[]) = SHA256.HashData content |> hex

/// Files from so many bytes on are kept as large ones, by SHA-256.
[<Literal>]
let Large = 1000

let etag (content: byte[]) =
    if content.Length >= Large then
        sha256 content
    else
        gitHash content

let private listing (commit: string) (files: Map<string, byte[]>) =
    let sibling (path, content: byte[]) =
        let plain: (string * obj) list =
            [ "rfilename", path; "size", content.Length; "blobId", gitHash content ]

        let large: (string * obj) list =
            if content.Length >= Large then
                [ "lfs", dict [ "sha256", box (sha256 content); "size", content.Length ] ]
            else
                []

        dict (plain @ large)

    JsonSerializer.Serialize(
        dict
            [
                "sha", box commit
                "siblings", files |> Map.toList |> List.map sibling |> box
            ]
    )

/// The first byte that a request wants.
let private askedFrom (context: HttpContext) =
    match context.Request.GetTypedHeaders().Range with
    | null -> 0
    | range -> int ((Seq.head range.Ranges).From.GetValueOrDefault())

/// Heads the answer to a request for a content, or for what of it is behind a byte, and gives that byte.
let beginAnswer (context: HttpContext) (content: byte[]) =
    let from = askedFrom context

    if from > 0 then
        context.Response.StatusCode <- 206
        context.Response.Headers.ContentRange <- $"bytes {from}-{content.Length - 1}/{content.Length}"

    context.Response.ContentLength <- int64 (content.Length - from)
    from

/// A repository with one commit and its branch main.
type LocalHub(name: string, commit: string, files: Map<string, byte[]>, kind: HubKind) =
    let requests = ConcurrentQueue<Request>()
    let mutable fault: Fault = fun _ -> Task.FromResult false
    let mutable content = fun (path: string) -> files[path]
    let app = WebApplication.CreateSlimBuilder()

    let refuse (context: HttpContext) (status: int) (code: string) =
        context.Response.StatusCode <- status
        context.Response.Headers["X-Error-Code"] <- code
        context.Response.WriteAsync "{}"

    let send (context: HttpContext) path =
        task {
            let bytes = content path

            if askedFrom context >= bytes.Length && bytes.Length > 0 then
                context.Response.StatusCode <- 416
            else
                let from = beginAnswer context bytes
                do! context.Response.Body.WriteAsync(ReadOnlyMemory(bytes, from, bytes.Length - from))
        }

    let serve (context: HttpContext) : Task =
        task {
            let path = string context.Request.Path

            requests.Enqueue
                {
                    Path = path
                    Range = string context.Request.Headers.Range
                    Token = string context.Request.Headers.Authorization
                }

            let! isTaken = fault context
            let api = if kind = HubKind.Model then "models" else "datasets"
            let prefix = if kind = HubKind.Model then "" else "datasets/"
            let folder = $"/{prefix}{name}/resolve/{commit}/"

            if isTaken then
                ()
            elif path.StartsWith $"/api/{api}/{name}/revision/" then
                match path.Substring($"/api/{api}/{name}/revision/".Length) with
                | revision when revision = "main" || revision = commit -> do! context.Response.WriteAsync(listing commit files)
                | _ -> do! refuse context 404 "RevisionNotFound"
            elif path.StartsWith folder && files.ContainsKey(path.Substring folder.Length) then
                do! send context (path.Substring folder.Length)
            elif path.StartsWith folder then
                do! refuse context 404 "EntryNotFound"
            else
                do! refuse context 401 "RepoNotFound"
        }

    let running =
        app.Logging.ClearProviders() |> ignore

        app.WebHost.ConfigureKestrel(fun options -> options.Listen(IPAddress.Loopback, 0))
        |> ignore

        let built = app.Build()
        built.Run(RequestDelegate serve)
        built.StartAsync().Wait()
        built

    /// What was asked, in order.
    member _.Requests = List.ofSeq requests

    member _.Forget() = requests.Clear()

    /// What goes wrong.
    member _.Fault
        with set value = fault <- value

    /// What is sent for a path, where it is not what is listed.
    member _.Content
        with set value = content <- value

    member _.Address =
        running.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>().Addresses
        |> Seq.head
        |> Uri

    interface IDisposable with
        member _.Dispose() =
            running.Lifetime.StopApplication()
            (running :> IDisposable).Dispose()

/// Sends the beginning of what is listed, and cuts the connection.
let cut (bytes: int) (content: byte[]) (context: HttpContext) =
    task {
        let from = beginAnswer context content
        do! context.Response.Body.WriteAsync(ReadOnlyMemory(content, from, min bytes (content.Length - from)))
        do! context.Response.Body.FlushAsync()

        if from + bytes < content.Length then
            // what is on its way arrives first
            do! Task.Delay 50
            context.Abort()
    }

/// A fault of the requests for one file.
let only (path: string) (act: HttpContext -> Task<unit>) : Fault =
    fun context ->
        task {
            if (string context.Request.Path).EndsWith("/" + path) then
                do! act context
                return true
            else
                return false
        }

/// A fault of the first so many requests that some other fault would take.
let times (count: int) (fault: Fault) : Fault =
    let left = ref count

    fun context ->
        task {
            if left.Value <= 0 then
                return false
            else
                let! isTaken = fault context

                if isTaken then
                    Interlocked.Decrement(&left.contents) |> ignore

                return isTaken
        }
