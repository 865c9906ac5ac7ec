module DiffuCoder.Core.Tests.Runtime.ElfVersionNeedsTests

open System
open System.Text
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.Xunit
open DiffuCoder.Runtime

/// A small ELF file whose section of needs names two libraries, with two versions and one. Returns the flags' offsets as well.
let private library () =
    let names =
        Encoding.ASCII.GetBytes "\000liba.so\000A_1\000A_1.5\000libb.so\000B_2\000"

    let nameAt (name: string) =
        Encoding.ASCII.GetString(names).IndexOf($"\000{name}\000", StringComparison.Ordinal)
        + 1

    let elf = Array.zeroCreate<byte>(64 + 3 * 64 + 96 + names.Length)

    let put16 at (value: int) =
        BitConverter.TryWriteBytes(Span(elf, at, 2), uint16 value) |> ignore

    let put32 at (value: uint32) =
        BitConverter.TryWriteBytes(Span(elf, at, 4), value) |> ignore

    let put64 at (value: int) =
        BitConverter.TryWriteBytes(Span(elf, at, 8), int64 value) |> ignore

    let needs, strings = 64 + 3 * 64, 64 + 3 * 64 + 96
    Array.blit [| 0x7Fuy; byte 'E'; byte 'L'; byte 'F'; 2uy; 1uy |] 0 elf 0 6
    put64 0x28 64 // where the section headers start, their size, how many
    put16 0x3A 64
    put16 0x3C 3

    let section index (kind: uint32) offset size link =
        put32 (64 + index * 64 + 4) kind
        put64 (64 + index * 64 + 0x18) offset
        put64 (64 + index * 64 + 0x20) size
        put32 (64 + index * 64 + 0x28) link

    section 1 0x6ffffffeu needs 96 2u
    section 2 3u strings names.Length 0u

    let need at count first next =
        put16 (needs + at) 1
        put16 (needs + at + 2) count
        put32 (needs + at + 8) first
        put32 (needs + at + 12) next

    let entry at (name: string) next =
        put32 (needs + at + 8) (uint32 (nameAt name))
        put32 (needs + at + 12) next
        needs + at + 4

    need 0 2 16u 48u
    let first = entry 16 "A_1" 16u
    let second = entry 32 "A_1.5" 0u
    need 48 1 16u 0u
    let third = entry 64 "B_2" 0u
    Array.blit names 0 elf strings names.Length
    elf, first, second, third

let private weakened (elf: byte[]) (version: string) =
    let copy = Array.copy elf
    let count = ElfVersionNeeds.Weaken(Span copy, version)
    copy, count

[<Fact>]
let ``only the need for the named version is marked`` () =
    let elf, _, second, _ = library ()
    let after, count = weakened elf "A_1.5"

    let changed =
        [
            for i in 0 .. elf.Length - 1 do
                if elf[i] <> after[i] then
                    i, after[i]
        ]

    count |> should equal 1
    changed |> should equal [ second, 2uy ]

[<Fact>]
let ``a name is compared to its end`` () =
    let elf, first, _, third = library ()
    let after, _ = weakened elf "A_1"
    after[first] |> should equal 2uy
    (weakened elf "B_2" |> fst)[third] |> should equal 2uy
    weakened elf "B" |> snd |> should equal 0
    weakened elf "A_1.5.1" |> snd |> should equal 0

[<Fact>]
let ``a need that is weak is left`` () =
    let elf, _, _, _ = library ()
    let once, _ = weakened elf "A_1"
    weakened once "A_1" |> should equal (once, 0)

[<Fact>]
let ``another kind of file is left`` () =
    for content in
        [
            [||]
            Encoding.ASCII.GetBytes "version https://git-lfs"
            Array.create 200 0xFFuy
        ] do
        weakened content "A_1" |> should equal (content, 0)

[<Property(MaxTest = 300)>]
let ``a truncated file gives no error`` (NonNegativeInt length) =
    let elf, _, _, _ = library ()
    let cut = Array.truncate (length % elf.Length) elf
    snd (weakened cut "B_2") <= 1

[<Property(MaxTest = 2000)>]
let ``a damaged file gives no error and loses nothing but flags`` (damage: (uint16 * byte) list) =
    let elf, _, _, _ = library ()

    for at, value in damage do
        elf[int at % elf.Length] <- value

    let after, count = weakened elf "A_1"
    let changed = Array.zip elf after |> Array.filter (fun (a, b) -> a <> b)

    changed.Length = count
    && changed |> Array.forall (fun (before, after) -> after = (before ||| 2uy))

[<Fact>]
let ``a chain that runs in circles ends`` () =
    let elf, first, _, _ = library ()
    elf[first - 20 + 3] <- 0xFFuy // 65 000 entries in the first chain
    BitConverter.TryWriteBytes(Span(elf, first - 4 + 12, 4), 0u) |> ignore // each followed by itself
    weakened elf "A_1" |> snd |> should equal 1
