/// Headers that are JSON and describe tensors that cannot be.
module DiffuCoder.Core.Tests.Checkpoints.SafetensorsEntryRefusalTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Checkpoints
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Checkpoints.SafetensorsRefusalTests

/// A header of one F32 tensor "a" with this shape and these offsets, over 8 bytes of data.
let one shape offsets fragments =
    header $"""{{"a":{{"dtype":"F32","shape":{shape},"data_offsets":{offsets}}}}}""" 8 ("\"a\"" :: fragments)

// a tensor's entry

[<Fact>]
let ``an entry that is no object`` () =
    header """{"a":[1]}""" 0 [ "\"a\""; "object" ]

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
let ``a negative shape`` () =
    one "[-2]" "[0,8]" [ "shape"; "whole numbers" ]

[<Fact>]
let ``two negative lengths whose product is right`` () =
    one "[-1,-2]" "[0,8]" [ "shape"; "whole numbers" ]

[<Fact>]
let ``a broken number in the shape`` () = one "[2.5]" "[0,8]" [ "whole numbers" ]

[<Fact>]
let ``a shape beyond 64 bits`` () =
    one "[18446744073709551617]" "[0,8]" [ "whole numbers" ]

[<Fact>]
let ``a shape whose product overflows to the right size`` () =
    // 2^32 * 2^32 = 2^64 = 0 in 64 bits
    one "[4294967296,4294967296]" "[0,0]" [ "overflows" ]

[<Fact>]
let ``a shape whose bytes overflow`` () =
    one "[4611686018427387904]" "[0,0]" [ "overflows" ]

[<Fact>]
let ``an empty tensor whose strides overflow`` () =
    one "[4294967296,4294967296,0]" "[0,0]" [ "overflows" ]

[<Fact>]
let ``more dimensions than libtorch takes`` () =
    one ("[" + String.Join(",", Array.create 65 "1") + "]") "[0,4]" [ "more than 64" ]

[<Fact>]
let ``a shape that does not fill its bytes`` () =
    one "[1]" "[0,8]" [ "takes 4 bytes"; "hold 8" ]

[<Fact>]
let ``a shape that does not fit its bytes`` () =
    one "[3]" "[0,8]" [ "takes 12 bytes"; "hold 8" ]

[<Fact>]
let ``an empty shape with bytes`` () = one "[0]" "[0,8]" [ "takes 0 bytes" ]

[<Fact>]
let ``a scalar with bytes of two`` () = one "[]" "[0,8]" [ "takes 4 bytes" ]

// offsets

[<Fact>]
let ``offsets that run backwards`` () =
    one "[2]" "[8,0]" [ "end before they begin" ]

[<Fact>]
let ``negative offsets`` () =
    one "[2]" "[-8,0]" [ "data_offsets"; "whole numbers" ]

[<Fact>]
let ``offsets beyond the file`` () = one "[2]" "[8,16]" [ "out of range" ]

[<Fact>]
let ``offsets at the end of 63 bits`` () =
    one "[2]" "[9223372036854775799,9223372036854775807]" [ "out of range" ]

[<Fact>]
let ``offsets beyond 64 bits`` () =
    one "[2]" "[18446744073709551616,18446744073709551624]" [ "whole numbers" ]

[<Fact>]
let ``three offsets`` () = one "[2]" "[0,4,8]" [ "more than 2" ]

[<Fact>]
let ``a gap before the first tensor`` () = one "[1]" "[4,8]" [ "gap" ]

[<Fact>]
let ``a gap between tensors`` () =
    header
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}"""
        4
        [ "\"b\""; "gap after tensor \"a\"" ]

[<Fact>]
let ``tensors that overlap`` () =
    header
        """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"""
        4
        [ "\"b\""; "overlap tensor \"a\"" ]

[<Fact>]
let ``two tensors on the same bytes`` () =
    header """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""" 4 [ "overlap" ]

[<Fact>]
let ``an empty tensor within another`` () =
    header
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[0],"data_offsets":[2,2]}}"""
        4
        [ "\"b\""; "overlap" ]

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

    (fun () -> file.Read("odd").Dispose())
    |> refused [ path; "\"odd\""; dtype; "BF16" ]

[<Fact>]
let ``half a byte of elements`` () =
    header """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""" 1 [ "takes 2 bytes" ]

[<Fact>]
let ``a boolean that is neither 0 nor 1`` () =
    header """{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""" 3 [ "\"a\""; "other than 0 and 1" ]
