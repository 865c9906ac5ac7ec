module DiffuCoder.Core.Tests.Checkpoints.StrictReadingTests

open System.Collections.Generic
open System.IO
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files

let expected (shapes: (string * int64 array) list) =
    Dictionary(dict shapes) :> IReadOnlyDictionary<_, _>

/// f [2] F32, h [2] BF16, i [2, 3] I64
let withMixedTypes (check: CheckpointDirectory -> unit) =
    use directory = new TemporaryDirectory()
    use f = torch.ones 2
    use h = torch.ones (2, dtype = torch.bfloat16)
    use i = torch.ones (2, 3, dtype = torch.int64)
    File.WriteAllText(directory.File "config.json", "{}")
    SafetensorsWriter.Write(directory.File "model.safetensors", named [ "f", f; "h", h; "i", i ])
    use checkpoint = CheckpointDirectory.Open directory.Path
    check checkpoint

[<Fact>]
let ``a strict reading gives exactly the tensors expected, which outlive the checkpoint`` () =
    let mutable tensors = Unchecked.defaultof<IReadOnlyDictionary<string, torch.Tensor>>

    liveTensorsLeftBy (fun () ->
        withMixedTypes (fun checkpoint -> tensors <- checkpoint.ReadAll(expected [ "f", [| 2L |]; "h", [| 2L |]; "i", [| 2L; 3L |] ])))
    |> should equal 3L

    set tensors.Keys |> should equal (set [ "f"; "h"; "i" ])

    tensors["i"].data<int64>().ToArray()
    |> should equal [| 1L; 1L; 1L; 1L; 1L; 1L |]

    Seq.iter (fun (tensor: torch.Tensor) -> tensor.Dispose()) tensors.Values

[<Fact>]
let ``missing, unexpected, wrongly shaped and wrongly typed tensors are all listed in one error`` () =
    withMixedTypes (fun checkpoint ->
        let read () =
            checkpoint.ReadAll(
                expected [ "f", [| 3L |]; "h", [| 2L |]; "g", [| 7L; 8L |]; "k", [||] ],
                HashSet [ torch.ScalarType.Float32 ]
            )
            |> ignore

        liveTensorsLeftBy (fun () ->
            read
            |> refused
                [
                    checkpoint.Directory
                    "5 differences"
                    "missing: \"g\" [7, 8]"
                    "missing: \"k\" []"
                    "unexpected: \"i\" [2, 3] I64"
                    "wrong shape: \"f\" is [2] and should be [3]"
                    "wrong type: \"h\" is BF16 and should be F32"
                ])
        |> should equal 0L)

[<Fact>]
let ``of very many differences the first are named`` () =
    withMixedTypes (fun checkpoint ->
        let wanted = expected [ for number in 1..500 -> $"w{number:D3}", [| 1L |] ]

        let problem =
            Assert.Throws<CheckpointException>(fun () -> checkpoint.ReadAll wanted |> ignore)

        problem.Message |> should haveSubstring "503 differences"
        problem.Message |> should haveSubstring "missing: \"w001\" [1]"
        problem.Message |> should endWith "and 491 more"
        problem.Message.Length |> should be (lessThan 1000))

[<Fact>]
let ``a reading that fails half way leaves no tensor behind`` () =
    use directory = new TemporaryDirectory()
    File.WriteAllText(directory.File "config.json", "{}")

    File.WriteAllBytes(
        directory.File "model.safetensors",
        safetensors """{"b":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]},"a":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}""" 4
    )

    use checkpoint = CheckpointDirectory.Open directory.Path

    liveTensorsLeftBy (fun () ->
        use _warm = checkpoint.Read "a"
        ())
    |> ignore

    liveTensorsLeftBy (fun () ->
        (fun () -> checkpoint.ReadAll(expected [ "a", [| 1L |]; "b", [| 3L |] ]) |> ignore)
        |> refused [ "\"b\"" ])
    |> should equal 0L

[<Fact>]
let ``a name that is not in the checkpoint`` () =
    withMixedTypes (fun checkpoint ->
        (fun () -> checkpoint.Read("x").Dispose())
        |> refused [ checkpoint.Directory; "\"x\"" ])
