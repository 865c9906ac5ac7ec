/// Files of pages of version 2, as Arrow writes them (parquet-rs), beside their rows.
module DiffuCoder.Core.Tests.Datasets.Parquet.StoredParquetTests

open System
open System.IO
open System.Text.Json
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets

let private fixture name =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "parquet", name)

[<Theory>]
[<InlineData("v2-uncompressed.parquet", 11)>]
[<InlineData("v2-small-pages.parquet", 11)>]
[<InlineData("v2-zstd-nodict.parquet", 11)>]
[<InlineData("col-v2-test_cases.parquet", 2)>]
[<InlineData("col-v2-b.parquet", 2)>]
let ``pages of version 2 give the rows that were written`` (name: string, columns: int) =
    let mutable count = 0

    for row, right in Seq.zip (DataFiles.Read(fixture name)) (DataFiles.Read(fixture "rows.jsonl.gz")) do
        count <- count + 1
        let read = List.ofSeq (row.Columns.EnumerateObject())
        read.Length |> should equal columns

        for column in read do
            if not (JsonElement.DeepEquals(column.Value, right.Columns.GetProperty column.Name)) then
                failwith $"row {row.Row}, {column.Name}: {column.Value.GetRawText()}"

    count |> should equal 3000
