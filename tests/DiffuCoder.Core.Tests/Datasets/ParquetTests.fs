module DiffuCoder.Core.Tests.Datasets.ParquetTests

open System
open System.Collections.Generic
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets
open DiffuCoder.Core.Tests.Datasets.ParquetSamples

let private json (row: DataRow) (column: string) =
    row.Columns.GetProperty(column).GetRawText()

[<Theory>]
[<InlineData(1)>]
[<InlineData(2)>]
[<InlineData(100)>]
let ``every type is read, with nulls, empty lists and nulls in lists, in row groups of any size`` (groupRows: int) =
    withParquet groupRows [ full; empty; absent; full ] (fun path ->
        let read = rows path
        read |> List.map _.Row |> should equal [ 1L; 2L; 3L; 4L ]

        for row in [ read[0]; read[3] ] do
            row.Text "id" |> should equal full.id
            row.Number "number" |> should equal 0.5
            json row "whole" |> should equal "9223372036854775807"
            row.Number "small" |> should equal 1.5
            json row "truth" |> should equal "true"
            row.Text "bytes.base64" |> should equal "AQI="
            json row "price" |> should equal "1.25"
            row.Text "time" |> should startWith "2024-01-02T03:04:05"
            json row "tests" |> should equal "[\"x\",null,\"z\"]"

            json row "inferences"
            |> should equal "[{\"completion\":\"c\",\"pass_rate\":0.25},null,{\"completion\":null,\"pass_rate\":null}]"

            json row "meta" |> should equal "{\"language\":\"py\",\"stars\":null}"
            row.Text "meta.language" |> should equal "py"
            json row "table" |> should equal "[[1,2],[],[3]]"
            json row "map" |> should equal "{\"k\":\"v\",\"n\":null}"

        for column, text in
            [
                "id", "\"\""
                "number", "null"
                "tests", "[]"
                "inferences", "[]"
                "meta", "null"
                "table", "[]"
                "map", "{}"
            ] do
            json read[1] column |> should equal text

        for column in [ "id"; "bytes"; "tests"; "inferences"; "table"; "map" ] do
            json read[2] column |> should equal "null"

        read[2].Number "number" |> should equal infinity)

[<CLIMutable>]
type Lists =
    {
        name: string
        lists: List<List<string>>
        items: List<Inference>
    }

let private list (values: 'a list option) =
    match values with
    | Some values -> List values
    | None -> null

// a null in place of an inner list is left out: Parquet.Net writes it as an empty outer one
[<Property(MaxTest = 40)>]
let ``rows of lists of lists and of objects are read back equal``
    (values: (bool option list list option * bool option list option) list)
    (groupRows: PositiveInt)
    =
    let text (value: bool option) =
        value |> Option.map string |> Option.toObj

    let item (value: bool option) =
        {
            completion = text value
            pass_rate = value |> Option.map (fun one -> if one then 1.0 else 0.25) |> Option.toNullable
        }

    let records =
        [
            for i, (lists, items) in List.indexed values ->
                {
                    name = string i
                    lists = lists |> Option.map (List.map (List.map text >> List)) |> list
                    items = items |> Option.map (List.map item) |> list
                }
        ]

    let expected =
        [ for record in records -> System.Text.Json.JsonSerializer.Serialize record ]

    records.IsEmpty
    || withParquet groupRows.Get records (fun path -> [ for row in DataFiles.Read path -> row.Columns.GetRawText() ] = expected)
