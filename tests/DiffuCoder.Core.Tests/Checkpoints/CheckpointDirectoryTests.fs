module DiffuCoder.Core.Tests.Checkpoints.CheckpointDirectoryTests

open System
open System.Collections.Generic
open System.IO
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files

let pointer =
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"

/// One F32 tensor of two elements per name.
let shard (path: string) (names: string list) =
    use tensor = torch.ones 2
    SafetensorsWriter.Write(path, named [ for name in names -> name, tensor ])

let index (entries: (string * string) list) =
    let entries = entries |> List.map (fun (tensor, file) -> $"\"{tensor}\":\"{file}\"")
    $"""{{"metadata":{{"total_size":16}},"weight_map":{{{String.Join(",", entries)}}}}}"""

/// A good checkpoint of two shards, then spoiled.
let sharded (spoil: TemporaryDirectory -> unit) fragments =
    use directory = new TemporaryDirectory()
    File.WriteAllText(directory.File "config.json", "{}")
    File.WriteAllText(directory.File "model.safetensors.index.json", index [ "a", "one.safetensors"; "b", "two.safetensors" ])
    shard (directory.File "one.safetensors") [ "a" ]
    shard (directory.File "two.safetensors") [ "b" ]
    spoil directory

    let read () =
        use checkpoint = CheckpointDirectory.Open directory.Path

        for name in checkpoint.Entries.Keys do
            checkpoint.Read(name).Dispose()

    match fragments with
    | [] -> read ()
    | _ -> read |> refused fragments

let spoilIndex entries =
    sharded (fun directory -> File.WriteAllText(directory.File "model.safetensors.index.json", index entries))

let replaceIndex (text: string) =
    sharded (fun directory -> File.WriteAllText(directory.File "model.safetensors.index.json", text))

[<Fact>]
let ``the good checkpoint that the cases spoil opens`` () = sharded ignore []

// the directory

[<Fact>]
let ``no directory`` () =
    (fun () -> CheckpointDirectory.Open("/nowhere/at/all").Dispose())
    |> refused [ "/nowhere/at/all"; "no such directory" ]

[<Fact>]
let ``no config`` () =
    sharded (fun d -> File.Delete(d.File "config.json")) [ "config.json"; "missing" ]

[<Fact>]
let ``a config that is not JSON`` () =
    sharded (fun d -> File.WriteAllText(d.File "config.json", "{")) [ "config.json"; "not valid JSON" ]

[<Fact>]
let ``a config that is no object`` () =
    sharded (fun d -> File.WriteAllText(d.File "config.json", "[]")) [ "config.json"; "Array" ]

[<Fact>]
let ``a config that is a Git LFS pointer`` () =
    sharded (fun d -> File.WriteAllText(d.File "config.json", pointer)) [ "config.json"; "git lfs pull" ]

[<Fact>]
let ``a config with a byte order mark is read`` () =
    sharded (fun d -> File.WriteAllText(d.File "config.json", "{}", Text.Encoding.UTF8)) []

[<Fact>]
let ``a generation config that is not JSON`` () =
    sharded (fun d -> File.WriteAllText(d.File "generation_config.json", "nonsense")) [ "generation_config.json"; "not valid JSON" ]

[<Fact>]
let ``no weights`` () =
    sharded
        (fun d ->
            Directory.GetFiles(d.Path, "*model*")
            |> Seq.append (Directory.GetFiles(d.Path, "*.safetensors"))
            |> Seq.iter File.Delete)
        [ "neither"; "Download the weights" ]

[<Fact>]
let ``weights without their index`` () =
    sharded (fun d -> File.Delete(d.File "model.safetensors.index.json")) [ "one.safetensors"; "index is missing" ]

[<Theory>]
[<InlineData "model.gguf">]
[<InlineData "consolidated.safetensors">]
let ``weights of another layout are named`` (name: string) =
    use directory = new TemporaryDirectory()
    File.WriteAllText(directory.File "config.json", "{}")
    File.WriteAllText(directory.File name, "x")

    (fun () -> CheckpointDirectory.Open(directory.Path).Dispose())
    |> refused [ name; "another layout" ]

[<Theory>]
[<InlineData("pytorch_model.bin")>]
[<InlineData("pytorch_model.bin.index.json")>]
[<InlineData("consolidated.00.pth")>]
let ``pickles only`` (name: string) =
    use directory = new TemporaryDirectory()
    File.WriteAllText(directory.File "config.json", "{}")
    File.WriteAllText(directory.File name, "x")

    (fun () -> CheckpointDirectory.Open(directory.Path).Dispose())
    |> refused [ name; "pickle"; "convert the checkpoint to safetensors" ]

[<Fact>]
let ``a single file beside the index of others`` () =
    sharded (fun d -> shard (d.File "model.safetensors") [ "a" ]) [ "both"; "stale" ]

[<Fact>]
let ``an index of the single file alone is read`` () =
    sharded
        (fun d ->
            shard (d.File "model.safetensors") [ "a"; "b" ]
            File.WriteAllText(d.File "model.safetensors.index.json", index [ "a", "model.safetensors"; "b", "model.safetensors" ]))
        []

// the index

[<Fact>]
let ``an index that is not JSON`` () =
    replaceIndex "{\"weight_map\":" [ "index.json"; "not valid JSON" ]

[<Fact>]
let ``an index that is no object`` () =
    replaceIndex "[]" [ "not a JSON object" ]

[<Fact>]
let ``an index that is a Git LFS pointer`` () =
    replaceIndex pointer [ "index.json"; "git lfs pull" ]

[<Fact>]
let ``an index without a weight map`` () =
    replaceIndex "{\"metadata\":{}}" [ "weight_map" ]

[<Fact>]
let ``a weight map that is no object`` () =
    replaceIndex "{\"weight_map\":[]}" [ "not an object" ]

[<Fact>]
let ``a weight map twice`` () =
    replaceIndex "{\"weight_map\":{},\"weight_map\":{}}" [ "weight_map twice" ]

[<Fact>]
let ``a weight map that holds a number`` () =
    replaceIndex "{\"weight_map\":{\"a\":1}}" [ "\"a\""; "no file name" ]

[<Fact>]
let ``half of a surrogate pair in the index`` () =
    replaceIndex "{\"weight_map\":{\"\\ud800\":\"one.safetensors\"}}" [ "not Unicode" ]

[<Fact>]
let ``a tensor twice in the index`` () =
    spoilIndex [ "a", "one.safetensors"; "b", "two.safetensors"; "a", "two.safetensors" ] [ "\"a\""; "twice" ]

[<Fact>]
let ``an index that names a missing file`` () =
    spoilIndex [ "a", "one.safetensors"; "b", "three.safetensors" ] [ "\"b\""; "\"three.safetensors\""; "missing" ]

[<Theory>]
[<InlineData("../one.safetensors")>]
[<InlineData("x/../../one.safetensors")>]
[<InlineData("x/..\\\\..\\\\one.safetensors")>]
[<InlineData("/etc/passwd")>]
[<InlineData("C:\\\\one.safetensors")>]
let ``an index that names a file outside the directory`` (name: string) =
    spoilIndex [ "a", name; "b", "two.safetensors" ] [ "\"a\""; "outside" ]

[<Theory>]
[<InlineData("")>]
[<InlineData("\\u0000")>]
let ``an index that names no file`` (name: string) =
    spoilIndex [ "a", name ] [ "\"a\""; "no file name" ]

[<Fact>]
let ``an index that names a directory`` () =
    sharded
        (fun d ->
            Directory.CreateDirectory(d.File "sub") |> ignore
            File.WriteAllText(d.File "model.safetensors.index.json", index [ "a", "sub" ]))
        [ "\"sub\""; "missing" ]

[<Fact>]
let ``a shard in a subdirectory, or behind a link that leads outside, is read`` () =
    use elsewhere = new TemporaryDirectory()
    shard (elsewhere.File "blob") [ "a" ]

    sharded
        (fun d ->
            Directory.CreateDirectory(d.File "sub") |> ignore
            File.Move(d.File "two.safetensors", d.File "sub/two.safetensors")
            File.Delete(d.File "one.safetensors")

            File.CreateSymbolicLink(d.File "one.safetensors", elsewhere.File "blob")
            |> ignore

            File.WriteAllText(d.File "model.safetensors.index.json", index [ "a", "one.safetensors"; "b", "sub/two.safetensors" ]))
        []

[<Fact>]
let ``an index that places a tensor in a shard without it`` () =
    spoilIndex [ "a", "one.safetensors"; "b", "one.safetensors" ] [ "\"b\""; "\"one.safetensors\""; "does not hold it" ]

[<Fact>]
let ``a tensor in two shards`` () =
    sharded (fun d -> shard (d.File "two.safetensors") [ "a"; "b" ]) [ "\"a\""; "two shards"; "one.safetensors"; "two.safetensors" ]

[<Fact>]
let ``a tensor that the index passes over is not dropped in silence: a strict reading calls it unexpected`` () =
    use directory = new TemporaryDirectory()
    File.WriteAllText(directory.File "config.json", "{}")
    File.WriteAllText(directory.File "model.safetensors.index.json", index [ "a", "one.safetensors" ])
    shard (directory.File "one.safetensors") [ "a"; "extra" ]
    use checkpoint = CheckpointDirectory.Open directory.Path

    (fun () -> checkpoint.ReadAll(Dictionary(dict [ "a", [| 2L |] ])) |> ignore)
    |> refused [ "unexpected: \"extra\"" ]

[<Fact>]
let ``a shard that is a Git LFS pointer`` () =
    sharded (fun d -> File.WriteAllText(d.File "two.safetensors", pointer)) [ "two.safetensors"; "git lfs pull" ]

[<Fact>]
let ``a shard cut short`` () =
    sharded
        (fun d ->
            use file = File.OpenWrite(d.File "two.safetensors")
            file.SetLength(file.Length - 1L))
        [ "two.safetensors"; "truncated" ]

[<Fact>]
let ``a refused directory leaves no file open`` () =
    if OperatingSystem.IsLinux() then
        use directory = new TemporaryDirectory()

        sharded
            (fun d ->
                File.WriteAllText(d.File "two.safetensors", pointer)

                (fun () -> CheckpointDirectory.Open(d.Path).Dispose())
                |> refused [ "git lfs pull" ]

                for entry in DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos() do
                    string entry.LinkTarget |> should not' (startWith d.Path))
            [ "git lfs pull" ]
