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

/// A header of one F32 tensor "a" with this shape and these offsets, over 8 bytes of data.
let one shape offsets fragments =
    header $"""{{"a":{{"dtype":"F32","shape":{shape},"data_offsets":{offsets}}}}}""" 8 ("\"a\"" :: fragments)

[<Fact>]
let ``the good file that the cases spoil opens`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 8)
    openAndReadAll path

// the file

[<Fact>]
let ``no file`` () =
    (fun () -> openAndReadAll "/nowhere/model.safetensors") |> refused [ "/nowhere"; "no such file" ]

[<Fact>]
let ``a directory in place of the file`` () =
    use directory = new TemporaryDirectory()
    (fun () -> openAndReadAll directory.Path) |> refused [ "is a directory" ]

[<Fact>]
let ``an empty file`` () = opening [||] [ "0 bytes"; "truncated" ]

[<Fact>]
let ``a file that ends within the length of the header`` () = opening [| 1uy; 0uy |] [ "2 bytes"; "truncated" ]

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
    GC.GetAllocatedBytesForCurrentThread() - before |> should be (lessThan 1_000_000L)

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
let ``a zip file of pickles`` () = opening (Array.append "PK\003\004"B (Array.zeroCreate 60)) [ "pickle"; "safetensors" ]

[<Fact>]
let ``a bare pickle`` () = opening (Array.append [| 0x80uy; 2uy |] (Array.zeroCreate 60)) [ "pickle" ]

// the header as JSON

[<Fact>]
let ``an empty header`` () = header "" 0 [ "not a JSON object" ]

[<Fact>]
let ``a header that is an array`` () = header "[]" 0 [ "not a JSON object" ]

[<Fact>]
let ``a header that is not JSON`` () = header "{hello}" 0 [ "not valid JSON" ]

[<Fact>]
let ``a header that stops half way`` () = header """{"a":{"dtype":"F32","shape":[2""" 8 [ "not valid JSON" ]

[<Fact>]
let ``something after the object`` () = header "{}{}" 0 [ "not valid JSON" ]

[<Fact>]
let ``a header nested too deeply`` () = header ("{\"a\":" + String('[', 5000)) 0 [ "\"a\"" ]

[<Fact>]
let ``an unknown property nested too deeply`` () = header ("{\"a\":{\"b\":" + String('[', 5000)) 0 [ "not valid JSON" ]

[<Fact>]
let ``a header that is not UTF-8`` () = opening (safetensorsOf [| yield! "{\"a"B; 255uy; yield! "\":{}}"B |] [||]) [ "not UTF-8" ]

[<Fact>]
let ``half of a surrogate pair in a name`` () = header """{"\ud800":{}}""" 0 [ "not Unicode text" ]

[<Fact>]
let ``a tensor named twice`` () =
    let tensor = """"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"""
    header $"{{{tensor},{tensor}}}" 4 [ "\"a\""; "twice" ]

[<Fact>]
let ``a tensor named twice, once in escapes`` () =
    header """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""" 8 [ "twice" ]

[<Fact>]
let ``metadata twice`` () = header """{"__metadata__":{},"__metadata__":{}}""" 0 [ "__metadata__ twice" ]

[<Fact>]
let ``a metadata key twice`` () = header """{"__metadata__":{"k":"1","k":"2"}}""" 0 [ "\"k\" twice" ]

[<Fact>]
let ``metadata that is not text`` () = header """{"__metadata__":{"k":1}}""" 0 [ "other than a string"; "\"k\"" ]

[<Fact>]
let ``metadata that is no object`` () = header """{"__metadata__":"k"}""" 0 [ "not an object" ]

[<Fact>]
let ``a name of control characters and great length stays readable in the message`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    let name = "\\n\\u001b[2J" + String('x', 10000)
    File.WriteAllBytes(path, safetensors $"""{{"{name}":1}}""" 0)
    let error = Assert.Throws<CheckpointException>(fun () -> openAndReadAll path)
    error.Message.Length |> should be (lessThan 600)
    error.Message |> String.exists Char.IsControl |> should equal false

// a tensor's entry

[<Fact>]
let ``an entry that is no object`` () = header """{"a":[1]}""" 0 [ "\"a\""; "object" ]

[<Theory>]
[<InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", "lacks dtype")>]
[<InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", "lacks shape")>]
[<InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "lacks data_offsets")>]
[<InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""", "lacks data_offsets")>]
[<InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "dtype twice")>]
[<InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", "shape twice")>]
[<InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"data_offsets":[0,4]}}""", "data_offsets twice")>]
[<InlineData("""{"a":{"dtype":5,"shape":[1],"data_offsets":[0,4]}}""", "not a string")>]
[<InlineData("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", "\"F33\"")>]
[<InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", "shape is not an array")>]
[<InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", "whole numbers")>]
let ``an entry that is not as the format says`` json fragment = header json 4 [ "\"a\""; fragment ]

[<Fact>]
let ``a negative shape`` () = one "[-2]" "[0,8]" [ "shape"; "whole numbers" ]

[<Fact>]
let ``two negative lengths whose product is right`` () = one "[-1,-2]" "[0,8]" [ "shape"; "whole numbers" ]

[<Fact>]
let ``a broken number in the shape`` () = one "[2.5]" "[0,8]" [ "whole numbers" ]

[<Fact>]
let ``a shape beyond 64 bits`` () = one "[18446744073709551617]" "[0,8]" [ "whole numbers" ]

[<Fact>]
let ``a shape whose product overflows to the right size`` () =
    // 2^32 * 2^32 = 2^64 = 0 in 64 bits
    one "[4294967296,4294967296]" "[0,0]" [ "overflows" ]

[<Fact>]
let ``a shape whose bytes overflow`` () = one "[4611686018427387904]" "[0,0]" [ "overflows" ]

[<Fact>]
let ``an empty tensor whose strides overflow`` () = one "[4294967296,4294967296,0]" "[0,0]" [ "overflows" ]

[<Fact>]
let ``more dimensions than libtorch takes`` () =
    one ("[" + String.Join(",", Array.create 65 "1") + "]") "[0,4]" [ "more than 64" ]

[<Fact>]
let ``a shape that does not fill its bytes`` () = one "[1]" "[0,8]" [ "takes 4 bytes"; "hold 8" ]

[<Fact>]
let ``a shape that does not fit its bytes`` () = one "[3]" "[0,8]" [ "takes 12 bytes"; "hold 8" ]

[<Fact>]
let ``an empty shape with bytes`` () = one "[0]" "[0,8]" [ "takes 0 bytes" ]

[<Fact>]
let ``a scalar with bytes of two`` () = one "[]" "[0,8]" [ "takes 4 bytes" ]

// offsets

[<Fact>]
let ``offsets that run backwards`` () = one "[2]" "[8,0]" [ "end before they begin" ]

[<Fact>]
let ``negative offsets`` () = one "[2]" "[-8,0]" [ "data_offsets"; "whole numbers" ]

[<Fact>]
let ``offsets beyond the file`` () = one "[2]" "[8,16]" [ "out of range" ]

[<Fact>]
let ``offsets at the end of 63 bits`` () = one "[2]" "[9223372036854775799,9223372036854775807]" [ "out of range" ]

[<Fact>]
let ``offsets beyond 64 bits`` () = one "[2]" "[18446744073709551616,18446744073709551624]" [ "whole numbers" ]

[<Fact>]
let ``three offsets`` () = one "[2]" "[0,4,8]" [ "more than 2" ]

[<Fact>]
let ``a gap before the first tensor`` () = one "[1]" "[4,8]" [ "gap" ]

[<Fact>]
let ``a gap between tensors`` () =
    header """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}""" 4 [ "\"b\""; "gap after tensor \"a\"" ]

[<Fact>]
let ``tensors that overlap`` () =
    header """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""" 4 [ "\"b\""; "overlap tensor \"a\"" ]

[<Fact>]
let ``two tensors on the same bytes`` () =
    header """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""" 4 [ "overlap" ]

[<Fact>]
let ``an empty tensor within another`` () =
    header """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[0],"data_offsets":[2,2]}}""" 4 [ "\"b\""; "overlap" ]

// types

[<Theory>]
[<InlineData("F8_E4M3", 8)>]
[<InlineData("F8_E5M2", 8)>]
[<InlineData("U16", 16)>]
[<InlineData("U32", 32)>]
[<InlineData("U64", 64)>]
[<InlineData("C64", 64)>]
[<InlineData("F4", 4)>]
let ``a type that TorchSharp lacks is refused by name when its tensor is read, and only then`` (dtype: string) (bits: int) =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    let ends = 2 * bits / 8

    let json =
        $"""{{"odd":{{"dtype":"{dtype}","shape":[2],"data_offsets":[0,{ends}]}},"good":{{"dtype":"U8","shape":[1],"data_offsets":[{ends},{ends + 1}]}}}}"""

    File.WriteAllBytes(path, safetensors json (ends + 1))
    use file = SafetensorsFile.Open path
    file.Entries["odd"].Dtype.HasValue |> should equal false
    use good = file.Read "good"
    good.numel () |> should equal 1L
    (fun () -> file.Read("odd").Dispose()) |> refused [ path; "\"odd\""; dtype; "BF16" ]

[<Fact>]
let ``half a byte of elements`` () =
    header """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""" 1 [ "takes 2 bytes" ]

[<Fact>]
let ``a boolean that is neither 0 nor 1`` () =
    header """{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""" 3 [ "\"a\""; "other than 0 and 1" ]

// use of an open file

[<Fact>]
let ``a name that is not in the file`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors "{}" 0)
    use file = SafetensorsFile.Open path
    (fun () -> file.Read("b").Dispose()) |> refused [ path; "\"b\""; "no tensor" ]

/// Writing into an open file takes a program that asks for no lock, as most outside .NET do.
let truncate (path: string) (length: int64) =
    use handle =
        new FileStream(path, FileStreamOptions(Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = (FileShare.ReadWrite ||| FileShare.Delete)))

    handle.SetLength length

[<Theory>]
[<InlineData(4L)>]
[<InlineData(70L)>]
let ``a file that another program shortens after it was opened`` length =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 8)
    use file = SafetensorsFile.Open path
    truncate path length
    (fun () -> file.Read("a").Dispose()) |> refused [ path; "changed after it was opened" ]

[<Fact>]
let ``a file that is written over after it was opened`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 8)
    use file = SafetensorsFile.Open path
    File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes 1.0)
    (fun () -> file.Read("a").Dispose()) |> refused [ "changed after it was opened" ]

[<Fact>]
let ``a file that was closed`` () =
    use directory = new TemporaryDirectory()
    let path = directory.File "model.safetensors"
    File.WriteAllBytes(path, safetensors """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" 8)
    let file = SafetensorsFile.Open path
    file.Dispose()
    Assert.Throws<ObjectDisposedException>(fun () -> file.Read("a").Dispose()) |> ignore
