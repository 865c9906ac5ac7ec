module DiffuCoder.Core.Tests.Checkpoints.SaveTests

open System
open System.Collections.Generic
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files

let config (version: int) =
    JsonObject(dict [ "version", (JsonValue.Create version :> JsonNode) ])

let extra (files: (string * byte array) list) =
    Dictionary(dict files) :> IReadOnlyDictionary<_, _>

/// Three tensors of 40 bytes that hold the version, in shards of 50.
let saveWith (swap: CheckpointSwap) (directory: string) (version: int) =
    use tensor =
        torch.full ([| 10L |], (float version).ToScalar(), dtype = torch.float32)

    CheckpointWriter.Write(directory, config version, null, named [ "a", tensor; "b", tensor; "c", tensor ], 50L, extra [], swap)

let save directory version =
    saveWith CheckpointSwap.Default directory version

/// The version that every part of a checkpoint agrees on.
let versionOf (directory: string) =
    use checkpoint = CheckpointDirectory.Open directory
    let version = checkpoint.Config.GetProperty("version").GetInt32()

    for name in [ "a"; "b"; "c" ] do
        use tensor = checkpoint.Read name

        tensor.data<float32>().ToArray()
        |> should equal (Array.create 10 (float32 version))

    version

let names (directory: string) =
    Directory.GetFileSystemEntries directory
    |> Array.map (fun path -> string (Path.GetFileName path))
    |> set

[<Fact>]
let ``another tokenizer's files do not stay behind, other files do`` () =
    use folder = new TemporaryDirectory()
    let target = folder.File "model"

    let save (files: (string * string) list) =
        let extra =
            readOnlyDict [ for name, text in files -> name, System.Text.Encoding.UTF8.GetBytes text ]

        use weight = TorchSharp.torch.ones 2L

        CheckpointDirectory.Save(
            target,
            System.Text.Json.Nodes.JsonObject(),
            null,
            [ System.Collections.Generic.KeyValuePair("a", weight) ],
            extraFiles = extra
        )

    save [ "tokenizer.json", "one"; "chat_template.jinja", "one" ]
    System.IO.File.WriteAllText(System.IO.Path.Combine(target, "README.md"), "mine")
    save []

    let names () =
        System.IO.Directory.GetFiles target
        |> Array.map System.IO.Path.GetFileName
        |> Set.ofArray

    names () |> should contain "tokenizer.json"
    save [ "vocab.json", "two"; "merges.txt", "two" ]

    names ()
    |> should equal (Set [ "config.json"; "model.safetensors"; "README.md"; "vocab.json"; "merges.txt" ])

[<Fact>]
let ``small weights go into one file and come back`` () =
    use parent = new TemporaryDirectory()
    let target = parent.File "deep/er/model"
    use f = torch.randn (3, 4)
    use h = torch.randn (5, dtype = torch.bfloat16)

    let generation =
        JsonObject(dict [ "pad_token_id", (JsonValue.Create 3 :> JsonNode) ])

    CheckpointDirectory.Save(target, config 7, generation, named [ "f", f; "h", h ], extraFiles = extra [ "tokenizer.json", "{}"B ])

    names target
    |> should
        equal
        (set
            [
                "config.json"
                "generation_config.json"
                "model.safetensors"
                "tokenizer.json"
            ])

    use checkpoint = CheckpointDirectory.Open target
    checkpoint.Config.GetProperty("version").GetInt32() |> should equal 7

    checkpoint.GenerationConfig.Value.GetProperty("pad_token_id").GetInt32()
    |> should equal 3

    use f' = checkpoint.Read "f"
    use h' = checkpoint.Read "h"
    f'.bytes.ToArray() |> should equal (f.bytes.ToArray())
    h'.bytes.ToArray() |> should equal (h.bytes.ToArray())
    use file = SafetensorsFile.Open(Path.Combine(target, "model.safetensors"))
    file.Metadata["format"] |> should equal "pt"

[<Fact>]
let ``large weights are split, and the index says where and how much`` () =
    use parent = new TemporaryDirectory()
    let target = parent.File "model"
    use small = torch.ones 2 // 8 bytes
    use large = torch.ones 30 // 120 bytes

    CheckpointDirectory.Save(
        target,
        config 1,
        null,
        named [ "a", small; "b", small; "c", small; "huge", large; "d", small ],
        shardBytes = 20L
    )

    names target
    |> should
        equal
        (set
            [
                "config.json"
                "model.safetensors.index.json"
                yield! [ for i in 1..4 -> $"model-0000{i}-of-00004.safetensors" ]
            ])

    use index =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(target, "model.safetensors.index.json")))

    index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64()
    |> should equal 152L

    [
        for entry in index.RootElement.GetProperty("weight_map").EnumerateObject() -> entry.Name, string (entry.Value.GetString())
    ]
    |> should
        equal
        [
            "a", "model-00001-of-00004.safetensors"
            "b", "model-00001-of-00004.safetensors"
            "c", "model-00002-of-00004.safetensors"
            "d", "model-00004-of-00004.safetensors"
            "huge", "model-00003-of-00004.safetensors"
        ]

    use checkpoint = CheckpointDirectory.Open target
    use read = checkpoint.Read "huge"
    read.shape |> should equal [| 30L |]

[<Theory>]
[<InlineData("dream-main")>]
[<InlineData("dream-sharded")>]
let ``a golden checkpoint saved again holds the same tensors`` name =
    use parent = new TemporaryDirectory()
    let target = parent.File "copy"
    use original = CheckpointDirectory.Open(GoldenCheckpointTests.golden name)
    use _scope = torch.NewDisposeScope()

    let node (element: JsonElement) =
        Unchecked.nonNull (JsonNode.Parse(element.GetRawText()))

    CheckpointDirectory.Save(
        target,
        node original.Config,
        node original.GenerationConfig.Value,
        named [ for key in original.Entries.Keys -> key, original.Read key ],
        shardBytes = 100_000L
    )

    use copy = CheckpointDirectory.Open target
    JsonElement.DeepEquals(copy.Config, original.Config) |> should equal true
    set copy.Entries.Keys |> should equal (set original.Entries.Keys)

    for key in original.Entries.Keys do
        copy.Read(key).bytes.ToArray()
        |> should equal (original.Read(key).bytes.ToArray())

[<Fact>]
let ``a checkpoint can be saved over itself while its tensors are mapped`` () =
    use parent = new TemporaryDirectory()
    let target = parent.File "model"
    save target 1
    use _scope = torch.NewDisposeScope()
    use checkpoint = CheckpointDirectory.Open target

    let tensors =
        named [ for key in checkpoint.Entries.Keys -> key, checkpoint.Read key ]

    CheckpointDirectory.Save(target, config 1, null, tensors)
    versionOf target |> should equal 1

    tensors.Head.Value.data<float32>().ToArray()
    |> should equal (Array.create 10 1f)

[<Fact>]
let ``saving over a checkpoint drops its weights and keeps the files that saving does not write`` () =
    use parent = new TemporaryDirectory()
    let target = parent.File "model"
    save target 1
    File.WriteAllText(Path.Combine(target, "tokenizer.json"), "old")
    File.WriteAllText(Path.Combine(target, "README.md"), "mine")
    File.CreateSymbolicLink(Path.Combine(target, "link"), "README.md") |> ignore
    use tensor = torch.ones 1
    CheckpointDirectory.Save(target, config 2, null, named [ "a", tensor ], extraFiles = extra [ "tokenizer.json", "new"B ])

    names target
    |> should equal (set [ "config.json"; "model.safetensors"; "tokenizer.json"; "README.md"; "link" ])

    File.ReadAllText(Path.Combine(target, "tokenizer.json")) |> should equal "new"
    File.ReadAllText(Path.Combine(target, "README.md")) |> should equal "mine"

    string (FileInfo(Path.Combine(target, "link")).LinkTarget)
    |> should equal "README.md"

    names parent.Path |> should equal (set [ "model" ])

[<Fact>]
let ``a link to the directory stays a link`` () =
    use parent = new TemporaryDirectory()
    save (parent.File "run-1") 1
    Directory.CreateSymbolicLink(parent.File "latest", "run-1") |> ignore
    save (parent.File "latest") 2
    string (DirectoryInfo(parent.File "latest").LinkTarget) |> should equal "run-1"
    versionOf (parent.File "run-1") |> should equal 2

[<Fact>]
let ``the files are those that a rename left`` () =
    use parent = new TemporaryDirectory()
    save (parent.File "model") 1

    names (parent.File "model")
    |> Set.exists (fun name -> name.EndsWith ".tmp")
    |> should equal false

    names parent.Path |> should equal (set [ "model" ])

// what is refused, with the old checkpoint as it was

let refusedOver fragments (attempt: string -> unit) =
    use parent = new TemporaryDirectory()
    let target = parent.File "model"
    save target 1
    (fun () -> attempt target) |> refused (target :: fragments)
    versionOf target |> should equal 1
    names parent.Path |> should equal (set [ "model" ])

[<Fact>]
let ``a directory that holds directories`` () =
    refusedOver [ "\"logs\""; "directory of its own" ] (fun target ->
        Directory.CreateDirectory(Path.Combine(target, "logs")) |> ignore
        save target 2)

[<Theory>]
[<InlineData("")>]
[<InlineData("..")>]
[<InlineData("../x")>]
[<InlineData("a/b")>]
[<InlineData("config.json")>]
[<InlineData("model.safetensors")>]
[<InlineData("model-00001-of-00002.safetensors")>]
let ``an extra file of a name that is not plain or not free`` (name: string) =
    refusedOver [ $"\"{name}\""; "cannot be named" ] (fun target ->
        CheckpointDirectory.Save(target, config 2, null, [], extraFiles = extra [ name, "x"B ]))

[<Fact>]
let ``a tensor given twice, though in two shards`` () =
    refusedOver [ "\"a\""; "twice" ] (fun target ->
        use tensor = torch.ones 10
        CheckpointDirectory.Save(target, config 2, null, named [ "a", tensor; "a", tensor ], shardBytes = 1L))

[<Fact>]
let ``a target that is a file, or the root`` () =
    use parent = new TemporaryDirectory()
    File.WriteAllText(parent.File "file", "")
    (fun () -> save (parent.File "file") 1) |> refused [ "is a file" ]
    (fun () -> save "/" 1) |> refused [ "root" ]

[<Fact>]
let ``a second saver at the same time`` () =
    use parent = new TemporaryDirectory()
    let target = parent.File "model"

    let outer =
        CheckpointSwap(
            (fun _ _ -> false),
            fun step ->
                if step = "files written" then
                    (fun () -> save target 2) |> refused [ "another process is saving" ]
        )

    saveWith outer target 1
    versionOf target |> should equal 1

[<Fact>]
let ``options that make no sense`` () =
    use parent = new TemporaryDirectory()
    let target = parent.File "model"

    Assert.Throws<ArgumentOutOfRangeException>(fun () -> CheckpointDirectory.Save(target, config 1, null, [], shardBytes = 0L))
    |> ignore

    Assert.Throws<ArgumentException>(fun () -> CheckpointDirectory.Save(target, JsonArray(), null, []))
    |> ignore

    Assert.Throws<ArgumentException>(fun () -> CheckpointDirectory.Save(target, config 1, JsonArray(), []))
    |> ignore

    names parent.Path |> should be Empty

[<Fact>]
let ``saving leaves no tensor behind`` () =
    use parent = new TemporaryDirectory()
    liveTensorsLeftBy (fun () -> save (parent.File "model") 1) |> should equal 0L
