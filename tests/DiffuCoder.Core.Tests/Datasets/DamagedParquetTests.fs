module DiffuCoder.Core.Tests.Datasets.DamagedParquetTests

open System
open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets
open DiffuCoder.Core.Tests.Datasets.ParquetSamples

let private many = [ for i in 1..200 -> { full with id = string i } ]

[<Fact>]
let ``a missing column is an error with the row`` () =
    withParquet 3 many (fun path ->
        refused [ $"{path}, row 1: the column \"text\" is missing; there are id, number" ] (fun () -> Documents.Read path))

[<Fact>]
let ``a damaged or cut file is refused, whatever the policy`` () =
    withParquet 50 many (fun path ->
        let whole = File.ReadAllBytes path

        let refuse bytes =
            withBytes "damaged.parquet" bytes (fun path ->
                let problem =
                    refused [ path; "damaged" ] (fun () -> DataFiles.Read(path, BadRows.Skip ignore))

                problem.Row |> should equal (Nullable<int64>()))

        for length in [ 0; 1; 4; 100; whole.Length / 2; whole.Length - 1 ] do
            refuse whole[.. length - 1]

        refuse (utf8 "{\"text\": \"this is no Parquet file at all\"}")

        // the footer, and the first page of the first column
        for place in [ whole.Length - 5; 4 ] do
            refuse (Array.mapi (fun i value -> if i >= place && i < place + 4 then 0xFFuy else value) whole))

[<Fact>]
let ``rows before a damaged row group are given`` () =
    withParquet 50 many (fun path ->
        let whole = File.ReadAllBytes path
        // the second row group begins behind the first: overwrite its whole middle
        let damaged =
            Array.mapi
                (fun i value ->
                    if i > whole.Length / 2 - 400 && i < whole.Length / 2 then
                        0uy
                    else
                        value)
                whole

        withBytes "damaged.parquet" damaged (fun path ->
            let read = ResizeArray<DataRow>()

            Assert.Throws<DataException>(fun () -> DataFiles.Read path |> Seq.iter read.Add)
            |> ignore

            read.Count |> should be (greaterThanOrEqualTo 50)))
