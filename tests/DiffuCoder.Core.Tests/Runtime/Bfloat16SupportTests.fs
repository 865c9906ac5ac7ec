module DiffuCoder.Core.Tests.Runtime.Bfloat16SupportTests

open System
open System.IO
open System.Runtime.Intrinsics.X86
open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime

let private tiles, vectors = 1 <<< 22, 1 <<< 5

[<Theory>]
[<InlineData(false, false, true, false, false, "neither AVX512_BF16 nor AMX-BF16")>]
[<InlineData(false, true, true, false, true, "AVX512_BF16")>]
[<InlineData(true, true, true, false, true, "AMX-BF16")>]
[<InlineData(true, false, true, false, true, "AMX-BF16")>]
[<InlineData(true, true, true, true, true, "AMX-BF16")>]
[<InlineData(false, true, true, true, false, "slower than float32 on Intel")>]
[<InlineData(true, true, false, false, false, "switched off")>]
[<InlineData(false, false, false, false, false, "neither AVX512_BF16 nor AMX-BF16")>]
let ``an x86 processor gains by bfloat16 with tiles, or with vectors that are not Intel's, if the system keeps its registers``
    hasTiles
    hasVectors
    keeps
    isIntel
    expected
    by
    =
    let support =
        Bfloat16Support.OfX86((if hasTiles then tiles else 0), (if hasVectors then vectors else 0), keeps, isIntel)

    support.IsThere |> should equal expected
    support.By |> should haveSubstring by

[<Fact>]
let ``other bits of the same registers say nothing`` () =
    Bfloat16Support.OfX86(~~~tiles, ~~~vectors, true, false).IsThere
    |> should be False

[<Theory>]
[<InlineData("processor\t: 0\nFeatures\t: fp asimd bf16 i8mm\n", true)>]
[<InlineData("processor\t: 0\nFeatures\t: fp asimd bf16\n", true)>]
[<InlineData("processor\t: 0\nFeatures\t: fp asimd svebf16\n", false)>]
[<InlineData("processor\t: 0\nmodel name\t: with bf16\nFeatures\t: fp asimd\n", false)>]
[<InlineData("", false)>]
let ``an ARM processor multiplies bfloat16 where Linux lists it`` text expected =
    Bfloat16Support.OfArm(text).IsThere |> should equal expected

[<Fact>]
let ``this processor is found to be what Linux says it is`` () =
    if X86Base.IsSupported && OperatingSystem.IsLinux() then
        let line (name: string) =
            File.ReadLines "/proc/cpuinfo" |> Seq.find _.StartsWith(name) |> _.Split(' ')

        let flags = line "flags"
        let isIntel = line "vendor_id" |> Array.contains "GenuineIntel"

        let listed =
            Array.contains "amx_bf16" flags
            || (Array.contains "avx512_bf16" flags && not isIntel)

        Device.CpuHasFastBFloat16 |> should equal (listed && Avx512F.IsSupported)

[<Fact>]
let ``the description says which precision is chosen and why`` () =
    DeviceReport.Precision(Bfloat16Support(true, "AVX512_BF16"))
    |> should haveSubstring "bfloat16 for weights stored so, which it multiplies (AVX512_BF16)"

    DeviceReport.Precision(Bfloat16Support(false, "no BF16"))
    |> should haveSubstring "float32, which is faster here than bfloat16 (no BF16"

    Device.Describe().Split '\n'
    |> should contain (DeviceReport.Precision Bfloat16Support.OfThisMachine)
