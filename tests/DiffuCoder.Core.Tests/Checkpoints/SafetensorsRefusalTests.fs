module DiffuCoder.Core.Tests.Checkpoints.SafetensorsRefusalTests

open System
open System.IO
open System.Text
open Xunit
open FsUnit.Xunit
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files

let opening (bytes: byte array) fragments =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, bytes)
    (fun () -> openAndReadAll path) |> refused (path :: fragments)

let header json dataBytes fragments =
    opening (safetensors json dataBytes) fragments

[<Fact>]
let ``the good file that the cases spoil opens`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 8)
    openAndReadAll path

// the file

[<Fact>]
let ``no file`` () =
    (fun () -> openAndReadAll "/nowhere/model.safetensors")
    |> refused [ "/nowhere"; "no such file" ]

[<Fact>]
let ``a directory in place of the file`` () =
    use directory = new TemporaryDirectory()
    (fun () -> openAndReadAll directory.Path) |> refused [ "is a directory" ]

[<Fact>]
let ``an empty file`` () = opening [||] [ "0 bytes"; "truncated" ]

[<Fact>]
let ``a file that ends within the length of the header`` () =
    opening [| 1uy; 0uy |] [ "2 bytes"; "truncated" ]

[<Fact>]
let ``a header longer than the file`` () =
    opening (Array.append (BitConverter.GetBytes 1000UL) (Array.zeroCreate 20)) [ "1000 bytes"; "ends after 20" ]

[<Fact>]
let ``a header length of all ones`` () =
    opening (Array.append (BitConverter.GetBytes UInt64.MaxValue) (Array.zeroCreate 20)) [ "18446744073709551615 bytes" ]

[<Fact>]
let ``a header over 100 MB is refused before it is read`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"

    do
        use file = File.Create path
        file.Write(BitConverter.GetBytes 100_000_001UL, 0, 8)
        file.SetLength 100_000_100L // a hole; takes no space

    let before = GC.GetAllocatedBytesForCurrentThread()
    (fun () -> openAndReadAll path) |> refused [ "100000001"; "100000000" ]

    GC.GetAllocatedBytesForCurrentThread() - before
    |> should be (lessThan 1_000_000L)

[<Fact>]
let ``data cut short`` () =
    header """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 7 [ "\"a\""; "truncated"; "8 bytes"; "holds 7" ]

[<Fact>]
let ``data too long`` () =
    header """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 9 [ "1 bytes follow" ]

[<Fact>]
let ``a Git LFS pointer`` () =
    Encoding.UTF8.GetBytes "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
    |> fun bytes -> opening bytes [ "Git LFS pointer"; "git lfs pull" ]

[<Fact>]
let ``a zip file of pickles`` () =
    opening (Array.append "PK\003\004"B (Array.zeroCreate 60)) [ "pickle"; "safetensors" ]

[<Fact>]
let ``a bare pickle`` () =
    opening (Array.append [| 0x80uy; 2uy |] (Array.zeroCreate 60)) [ "pickle" ]

// the header as JSON

[<Fact>]
let ``an empty header`` () = header "" 0 [ "not a JSON object" ]

[<Fact>]
let ``a header that is an array`` () = header "[]" 0 [ "not a JSON object" ]

[<Fact>]
let ``a header that is not JSON`` () = header "{hello}" 0 [ "not valid JSON" ]

[<Fact>]
let ``a header that stops half way`` () =
    header """{"a":{"dtype":"F32","shape":[2""" 8 [ "not valid JSON" ]

[<Fact>]
let ``something after the object`` () = header "{}{}" 0 [ "not valid JSON" ]

[<Fact>]
let ``a header nested too deeply`` () =
    header ("{\"a\":" + String('[', 5000)) 0 [ "\"a\"" ]

[<Fact>]
let ``an unknown property nested too deeply`` () =
    header ("{\"a\":{\"b\":" + String('[', 5000)) 0 [ "not valid JSON" ]

[<Fact>]
let ``a header that is not UTF-8`` () =
    opening (safetensorsOf [| yield! "{\"a"B; 255uy; yield! "\":{}}"B |] [||]) [ "not UTF-8" ]

[<Fact>]
let ``half of a surrogate pair in a name`` () =
    header """{"\ud800":{}}""" 0 [ "not Unicode text" ]

[<Fact>]
let ``a tensor named twice`` () =
    let tensor = """"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
    header $"{{{tensor},{tensor}}}" 4 [ "\"a\""; "twice" ]

[<Fact>]
let ``a tensor named twice, once in escapes`` () =
    header
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"""
        8
        [ "twice" ]

[<Fact>]
let ``metadata twice`` () =
    header """{"__metadata__":{},"__metadata__":{}}""" 0 [ "__metadata__ twice" ]

[<Fact>]
let ``a metadata key twice`` () =
    header """{"__metadata__":{"k":"1","k":"2"}}""" 0 [ "\"k\" twice" ]

[<Fact>]
let ``metadata that is not text`` () =
    header """{"__metadata__":{"k":1}}""" 0 [ "other than a string"; "\"k\"" ]

[<Fact>]
let ``metadata that is no object`` () =
    header """{"__metadata__":"k"}""" 0 [ "not an object" ]

[<Fact>]
let ``a name of control characters and great length stays readable in the message`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    let name = "\\n\\u001b[2J" + String('x', 10000)
    File.WriteAllBytes(path, safetensors $"""{{"{name}":1}}""" 0)
    let error = Assert.Throws<CheckpointException>(fun () -> openAndReadAll path)
    error.Message.Length |> should be (lessThan 600)
    error.Message |> String.exists Char.IsControl |> should equal false
