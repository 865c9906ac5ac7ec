module DiffuCoder.Core.Tests.Runtime.MallocArenasTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime

let private choose (variables: (string * string) list) cores =
    let arenas =
        MallocArenas.Choose((fun name -> variables |> Map.ofList |> Map.tryFind name |> Option.toObj), cores)

    Option.ofNullable arenas.Limit, arenas.Description

[<Theory>]
[<InlineData(2, 128)>]
[<InlineData(64, 2048)>]
let ``malloc may have more heaps than a process has threads`` (cores: int) (limit: int) =
    let told, words = choose [] cores
    told |> should equal (Some limit)
    words |> should haveSubstring $"at most {limit}"

[<Theory>]
[<InlineData("MALLOC_ARENA_MAX", "4")>]
[<InlineData("GLIBC_TUNABLES", "glibc.malloc.arena_max=4")>]
let ``the user's own number of heaps wins`` (name: string) (value: string) =
    let told, words = choose [ name, value ] 2
    told |> should equal None
    words |> should haveSubstring name

[<Fact>]
let ``other settings of the C library are not taken for it`` () =
    choose [ "GLIBC_TUNABLES", "glibc.malloc.check=1" ] 2
    |> fst
    |> should equal (Some 128)

[<Fact>]
let ``the description says what malloc was told`` () =
    if OperatingSystem.IsLinux() then
        Device.Describe() |> should haveSubstring "\narenas of malloc: "
