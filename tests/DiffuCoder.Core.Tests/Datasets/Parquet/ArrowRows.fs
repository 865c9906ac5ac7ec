/// From rows as JSON to Parquet files by an independent writer, Arrow's.
module DiffuCoder.Core.Tests.Datasets.Parquet.ArrowRows

open System
open System.Globalization
open System.Linq
open System.Numerics
open System.Text
open System.Text.Json
open System.Text.Json.Nodes
open Apache.Arrow
open Apache.Arrow.Types
open ParquetSharp

// in native memory: what the writer takes over
let private buffer (bytes: byte array) =
    ArrowBuffer.Builder<byte>().Append(ReadOnlySpan bytes).Build()

let private bits (truths: bool list) =
    let bytes = Array.zeroCreate ((truths.Length + 7) / 8)

    truths
    |> List.iteri (fun i truth ->
        if truth then
            bytes[i / 8] <- bytes[i / 8] ||| (1uy <<< i % 8))

    buffer bytes

let private ends isLong (lengths: int list) =
    let write (value: int) =
        if isLong then
            BitConverter.GetBytes(int64 value)
        else
            BitConverter.GetBytes value

    List.scan (+) 0 lengths |> Array.ofList |> Array.collect write |> buffer

let private number<'a> (node: JsonNode) = node.GetValue<'a>()

let private text (node: JsonNode) = node.GetValue<string>()

/// The digits of a decimal of some scale.
let private digits scale (node: JsonNode) =
    let value = Decimal.Parse(node.ToJsonString(), CultureInfo.InvariantCulture)
    BigInteger(value * pown 10m scale)

let private wide size (value: BigInteger) =
    let bytes = value.ToByteArray()
    let fill = if value.Sign < 0 then 255uy else 0uy
    Array.append bytes (Array.create (size - bytes.Length) fill)

let private perSecond unit =
    match unit with
    | TimeUnit.Millisecond -> 1_000L
    | TimeUnit.Microsecond -> 1_000_000L
    | _ -> 1_000_000_000L

/// Ticks as parts of a second; they have 100 ns, so that a nanosecond ends in 00.
let private parts unit (ticks: int64) =
    match unit with
    | TimeUnit.Nanosecond -> ticks * 100L
    | unit -> ticks / (TimeSpan.TicksPerSecond / perSecond unit)

let private ticksOfPoint (node: JsonNode) =
    let words = (text node).TrimEnd('Z')
    let short = words.Substring(0, min words.Length 27)
    (DateTime.Parse(short, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Ticks

let private ticksOfTime (node: JsonNode) =
    let words = text node
    TimeSpan.Parse(words.Substring(0, min words.Length 16), CultureInfo.InvariantCulture).Ticks

let private bytesOf (type': IArrowType) (node: JsonNode) : byte array =
    match type' with
    | :? Int8Type -> [| byte (number<int> node) |]
    | :? UInt8Type -> [| byte (number<int> node) |]
    | :? Int16Type -> BitConverter.GetBytes(int16 (number<int> node))
    | :? UInt16Type -> BitConverter.GetBytes(uint16 (number<int> node))
    | :? Int32Type -> BitConverter.GetBytes(number<int> node)
    | :? UInt32Type -> BitConverter.GetBytes(number<uint32> node)
    | :? Int64Type -> BitConverter.GetBytes(number<int64> node)
    | :? UInt64Type -> BitConverter.GetBytes(number<uint64> node)
    | :? HalfFloatType -> BitConverter.GetBytes(Half.op_Explicit (number<double> node))
    | :? FloatType -> BitConverter.GetBytes(float32 (number<double> node))
    | :? DoubleType -> BitConverter.GetBytes(number<double> node)
    | :? Decimal128Type as decimals -> wide 16 (digits decimals.Scale node)
    | :? Decimal256Type as decimals -> wide 32 (digits decimals.Scale node)
    | :? Date32Type -> BitConverter.GetBytes(int (ticksOfPoint node / TimeSpan.TicksPerDay))
    | :? TimestampType as timestamp -> BitConverter.GetBytes(parts timestamp.Unit (ticksOfPoint node))
    | :? Time32Type as time -> BitConverter.GetBytes(int (parts time.Unit (ticksOfTime node)))
    | :? Time64Type as time -> BitConverter.GetBytes(parts time.Unit (ticksOfTime node))
    | :? StringType
    | :? LargeStringType -> Encoding.UTF8.GetBytes(text node)
    | :? BinaryType
    | :? LargeBinaryType
    | :? FixedSizeBinaryType -> Convert.FromBase64String(text (node["base64"]))
    | other -> failwith $"no bytes of {other.Name}"

let private items (node: JsonNode) =
    match node with
    | null -> []
    | node -> [ for item in node.AsArray() -> item ]

let private widthOf (type': IArrowType) =
    match type' with
    | :? FixedWidthType as fixed' -> fixed'.BitWidth / 8
    | other -> failwith $"{other.Name} has no width"

/// Values as an array of a type; a null is a null.
let rec arrayOf (type': IArrowType) (values: JsonNode list) : ArrayData =
    let validity = values |> List.map (isNull >> not)
    let nulls = validity |> List.filter not |> List.length

    let data (buffers: ArrowBuffer list) (children: ArrayData list) =
        new ArrayData(type', values.Length, nulls, 0, buffers, children)

    let lengths () =
        values |> List.map (items >> List.length)

    match type' with
    | :? NullType -> new ArrayData(type', values.Length, values.Length, 0, [], [])
    | :? BooleanType ->
        let truths = values |> List.map (fun node -> not (isNull node) && number<bool> node)
        data [ bits validity; bits truths ] []
    | :? ListType as list -> data [ bits validity; ends false (lengths ()) ] [ arrayOf list.ValueDataType (List.collect items values) ]
    | :? LargeListType as list -> data [ bits validity; ends true (lengths ()) ] [ arrayOf list.ValueDataType (List.collect items values) ]
    | :? StructType as group ->
        let child (field: Field) =
            values
            |> List.map (fun node -> if isNull node then null else node[field.Name])
            |> arrayOf field.DataType

        data [ bits validity ] [ for field in group.Fields -> child field ]
    | :? MapType as map ->
        let entries =
            [
                for node in values do
                    if not (isNull node) then
                        yield! [ for entry in node.AsObject() -> entry.Key, entry.Value ]
            ]

        let lengths =
            values
            |> List.map (fun node -> if isNull node then 0 else node.AsObject().Count)

        let keys =
            entries
            |> List.map (fun (key, _) -> JsonValue.Create key :> JsonNode)
            |> arrayOf map.KeyField.DataType

        let inner = entries |> List.map snd |> arrayOf map.ValueField.DataType

        let entry =
            new ArrayData(map.Fields[0].DataType, entries.Length, 0, 0, [ ArrowBuffer.Empty ], [ keys; inner ])

        data [ bits validity; ends false lengths ] [ entry ]
    | :? StringType
    | :? BinaryType
    | :? LargeStringType
    | :? LargeBinaryType ->
        let bytes =
            values
            |> List.map (fun node -> if isNull node then [||] else bytesOf type' node)

        let isLong = type' :? LargeStringType || type' :? LargeBinaryType

        data
            [
                bits validity
                ends isLong (List.map Array.length bytes)
                buffer (Array.concat bytes)
            ]
            []
    | _ ->
        let empty = Array.zeroCreate (widthOf type')

        let bytes =
            values
            |> List.map (fun node -> if isNull node then empty else bytesOf type' node)

        data [ bits validity; buffer (Array.concat bytes) ] []

/// Rows as a file, so many to a row group.
let write (path: string) (properties: WriterProperties) (groupRows: int) (fields: Field list) (rows: JsonNode list) =
    let schema = Schema(fields, null)
    use writer = new ParquetSharp.Arrow.FileWriter(path, schema, properties)

    for rows in
        (if rows.IsEmpty then
             [ [] ]
         else
             List.chunkBySize groupRows rows) do
        let columns =
            [
                for field in fields ->
                    rows
                    |> List.map (fun row -> row[field.Name])
                    |> arrayOf field.DataType
                    |> ArrowArrayFactory.BuildArray
            ]

        use batch = new RecordBatch(schema, columns, rows.Length)
        writer.WriteRecordBatch(batch, int64 (max 1 groupRows))

    writer.Close()

/// The first place where rows that were read are others than those that were written.
let difference (written: JsonNode list) (read: JsonElement list) =
    if written.Length <> read.Length then
        Some $"{written.Length} rows were written and {read.Length} read"
    else
        List.zip written read
        |> List.indexed
        |> List.tryPick (fun (i, (written, read)) ->
            let right = JsonDocument.Parse(written.ToJsonString()).RootElement

            right.EnumerateObject().Cast<JsonProperty>()
            |> Seq.tryPick (fun column ->
                let value = read.GetProperty column.Name

                if JsonElement.DeepEquals(column.Value, value) then
                    None
                else
                    Some $"row {i + 1}, {column.Name}: {value.GetRawText()} and not {column.Value.GetRawText()}"))
