/// A short walk through damaged files of every kind that users bring; the long one is `dotnet fsi build.fsx -t Fuzz`.
module DiffuCoder.Core.Tests.DamagedFileTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Fuzz

let private inputs = 150

let private readers =
    lazy Readers.all (Path.Combine(AppContext.BaseDirectory, "Fixtures"))

let readerNames () =
    TheoryData<string>(
        [|
            "checkpoint"
            "tokenizer"
            "safetensors"
            "adapter"
            "benchmark"
            "samples"
            "data"
            "tokens"
            "trajectory"
        |]
    )

[<Theory; MemberData(nameof readerNames)>]
let ``a damaged file loads, or its reader says what is wrong with it`` (name: string) =
    let folder = Directory.CreateTempSubdirectory("diffucoder-damaged-").FullName

    try
        let reader = readers.Value |> List.find (fun reader -> reader.Name = name)
        let tally = Fuzzing.run reader folder 20 (fun count -> count >= inputs)
        tally.Faults |> List.map fst |> should be Empty
        // damage that never matters, or always, would test nothing
        tally.Loaded |> should be (greaterThan 0)
        tally.Refused |> should be (greaterThan 0)
    finally
        Directory.Delete(folder, true)

[<Fact>]
let ``a seed and a number name the same damage in every process`` () =
    Mutation.spoil (Fuzzing.randomOf 20 3) "rows.jsonl" "{\"text\": \"a\", \"more\": [1, 2, 3]}"B
    |> Convert.ToHexStringLower
    |> should equal "7b2274657874223a2261222c22d86e6b6e6f776e223a5b5b312c6e756c6c2c322c335d5d7d"

[<Fact>]
let ``every reader has its walk`` () =
    readers.Value
    |> List.map _.Name
    |> should equal [ for row in readerNames () -> row.Data ]

[<Fact>]
let ``an error that is not the reader's own is a fault, and its input is kept`` () =
    let folder = Directory.CreateTempSubdirectory("diffucoder-damaged-").FullName

    try
        let reader =
            { readers.Value.Head with
                Read = fun _ -> invalidOp "raw"
            }

        let tally = Fuzzing.run reader folder 1 (fun count -> count >= 3)
        tally.Faults.Length |> should equal 1
        fst tally.Faults.Head |> should haveSubstring "raw"

        Directory.GetFiles(snd tally.Faults.Head).Length |> should be (greaterThan 0)
    finally
        Directory.Delete(folder, true)
