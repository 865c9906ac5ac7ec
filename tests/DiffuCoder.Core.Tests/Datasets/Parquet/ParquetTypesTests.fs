module DiffuCoder.Core.Tests.Datasets.Parquet.ParquetTypesTests

open System
open Xunit
open FsUnit.Xunit
open ParquetSharp
open ParquetSharp.Schema
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Datasets.DataSets
open DiffuCoder.Core.Tests.Datasets.Parquet.PlainColumns

let private utf8 (words: string) = Text.Encoding.UTF8.GetBytes words

let private required logical physical width =
    leaf "a" Repetition.Required logical physical width

[<Fact>]
let ``enumerations and JSON are texts, BSON and unmarked bytes are not`` () =
    for logical, right in
        [
            LogicalType.Enum(), "{\"a\":\"{\\\"b\\\": 1}\"}"
            LogicalType.Json(), "{\"a\":\"{\\\"b\\\": 1}\"}"
            LogicalType.String(), "{\"a\":\"{\\\"b\\\": 1}\"}"
            LogicalType.Bson(), "{\"a\":{\"base64\":\"eyJiIjogMX0=\"}}"
            LogicalType.None(), "{\"a\":{\"base64\":\"eyJiIjogMX0=\"}}"
        ] do
        withColumn (required logical PhysicalType.ByteArray -1) [] [] [ text (utf8 "{\"b\": 1}") ] rows
        |> should equal [ right ]

[<Fact>]
let ``a UUID is its text, an interval its parts`` () =
    let id = [| for i in 1..16 -> byte (i * 15) |]

    withColumn (required (LogicalType.Uuid()) PhysicalType.FixedLenByteArray 16) [] [] [ fixed' id ] rows
    |> should equal [ "{\"a\":\"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\"}" ]

    let interval =
        Array.concat
            [
                BitConverter.GetBytes 14u
                BitConverter.GetBytes 3u
                BitConverter.GetBytes 1500u
            ]

    withColumn (required (LogicalType.Interval()) PhysicalType.FixedLenByteArray 12) [] [] [ fixed' interval ] rows
    |> should equal [ "{\"a\":{\"months\":14,\"days\":3,\"milliseconds\":1500}}" ]

[<Fact>]
let ``points in time of older writers are read to the nanosecond`` () =
    let at (day: int) (nanoseconds: int64) =
        let bytes =
            Array.append (BitConverter.GetBytes nanoseconds) (BitConverter.GetBytes day)

        Int96(BitConverter.ToInt32(bytes, 0), BitConverter.ToInt32(bytes, 4), BitConverter.ToInt32(bytes, 8))

    withColumn (required (LogicalType.None()) PhysicalType.Int96 -1) [] [] [ at 2440588 1L; at 2440587 86399999999999L ] rows
    |> should
        equal
        [
            "{\"a\":\"1970-01-01T00:00:00.000000001\"}"
            "{\"a\":\"1969-12-31T23:59:59.999999999\"}"
        ]

[<Fact>]
let ``decimals are numbers of all their digits, however they are stored`` () =
    let decimals precision scale = LogicalType.Decimal(precision, scale)

    withColumn (required (decimals 9 2) PhysicalType.Int32 -1) [] [] [ -5; 12300; 0 ] rows
    |> should equal [ "{\"a\":-0.05}"; "{\"a\":123}"; "{\"a\":0}" ]

    withColumn (required (decimals 18 3) PhysicalType.Int64 -1) [] [] [ Int64.MinValue / 10L ] rows
    |> should equal [ "{\"a\":-922337203685477.58}" ]

    withColumn (required (decimals 30 4) PhysicalType.ByteArray -1) [] [] [ text [| 0xFFuy; 0x85uy |]; text [| 1uy; 0uy |] ] rows
    |> should equal [ "{\"a\":-0.0123}"; "{\"a\":0.0256}" ]

[<Fact>]
let ``numbers that are no numbers of JSON`` () =
    withColumn (required (LogicalType.None()) PhysicalType.Double -1) [] [] [ nan; infinity; -infinity; 1e-300; -0.0 ] rows
    |> should
        equal
        [
            "{\"a\":null}"
            "{\"a\":1e999}"
            "{\"a\":-1e999}"
            "{\"a\":1E-300}"
            "{\"a\":-0}"
        ]

[<Fact>]
let ``what repeats by itself is a list, and so are the two levels of older writers`` () =
    withColumn
        (leaf "a" Repetition.Repeated (LogicalType.None()) PhysicalType.Int32 -1)
        [ 1s; 1s; 0s; 1s ]
        [ 0s; 1s; 0s; 0s ]
        [ 1; 2; 3 ]
        rows
    |> should equal [ "{\"a\":[1,2]}"; "{\"a\":[]}"; "{\"a\":[3]}" ]

    let older =
        group "a" Repetition.Optional [ leaf "array" Repetition.Repeated (LogicalType.None()) PhysicalType.Int32 -1 ] (LogicalType.List())

    withColumn older [ 2s; 2s; 1s; 0s; 2s ] [ 0s; 1s; 0s; 0s; 0s ] [ 1; 2; 3 ] rows
    |> should equal [ "{\"a\":[1,2]}"; "{\"a\":[]}"; "{\"a\":null}"; "{\"a\":[3]}" ]

    let tuples =
        group
            "a"
            Repetition.Required
            [
                group "a_tuple" Repetition.Repeated [ leaf "b" Repetition.Required (LogicalType.None()) PhysicalType.Int32 -1 ] null
            ]
            (LogicalType.List())

    withColumn tuples [ 1s; 0s ] [ 0s; 0s ] [ 1 ] rows
    |> should equal [ "{\"a\":[{\"b\":1}]}"; "{\"a\":[]}" ]

[<Fact>]
let ``a column of nulls is null, whatever it is stored as`` () =
    withColumn (required (LogicalType.Null()) PhysicalType.Int32 -1) [] [] [ 1; 2 ] rows
    |> should equal [ "{\"a\":null}"; "{\"a\":null}" ]

[<Fact>]
let ``a value without a form is a bad row, and the rows after it are read`` () =
    let bad node (values: 'value list) (words: string) =
        withColumn node [] [] values (fun path ->
            let read, reports = skipping (fun bad -> DataFiles.Read(path, bad))
            read |> List.map _.Row |> should equal [ 1L; 3L ]

            (List.exactlyOne reports).Message
            |> should equal $"{path}, row 2: the column \"a\" {words} Mend the row, or skip bad rows.")

    bad
        (required (LogicalType.String()) PhysicalType.ByteArray -1)
        [ text (utf8 "a"); text [| 0xC3uy |]; text (utf8 "b") ]
        "is marked as text and is not UTF-8."

    bad (required (LogicalType.Date()) PhysicalType.Int32 -1) [ 0; Int32.MaxValue; 1 ] "is a date outside the years 1 to 9999."

    bad
        (required (LogicalType.Timestamp(true, TimeUnit.Micros)) PhysicalType.Int64 -1)
        [ 0L; Int64.MinValue; 1L ]
        "is a date outside the years 1 to 9999."
