/// A model on a local hub, and its download: what the tests of the downloader share.
module DiffuCoder.Core.Tests.Hub.ServedModel

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

let commit = "0123456789abcdef0123456789abcdef01234567"

let bytes seed count =
    let content = Array.zeroCreate<byte> count
    Random(seed).NextBytes content
    content

let index =
    """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"""

let model =
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

let needed =
    [
        "config.json"
        "tokenizer.json"
        "model.safetensors.index.json"
        "model-00001-of-00002.safetensors"
        "model-00002-of-00002.safetensors"
    ]

let shard = "model-00001-of-00002.safetensors"

let serving files =
    new LocalHub("owner/name", commit, files, HubKind.Model)

let settings (hub: LocalHub) (folder: TemporaryDirectory) =
    HubSettings(
        CacheFolder = folder.File "cache",
        Endpoint = hub.Address,
        Attempts = 3,
        Pause = TimeSpan.FromMilliseconds 5.0,
        LongestPause = TimeSpan.FromMilliseconds 50.0,
        Patience = TimeSpan.FromSeconds 5.0
    )

type Told() =
    let lines = List<HubProgress>()
    member _.Lines = lock lines (fun () -> List.ofSeq lines)
    member this.Remarks = this.Lines |> List.choose (fun line -> Option.ofObj line.Remark)

    interface IProgress<HubProgress> with
        member _.Report line = lock lines (fun () -> lines.Add line)

let repository = HubRepository.Parse "owner/name"

let get (settings: HubSettings) =
    HubDownloader(settings).ModelAsync(repository).GetAwaiter().GetResult()

let refusal (work: unit -> 'a) =
    Assert.Throws<HubException>(fun () -> work () |> ignore)

let shouldHold (directory: string) =
    for name in needed do
        File.ReadAllBytes(Path.Combine(directory, name)) |> should equal model[name]
