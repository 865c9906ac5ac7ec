/// What Parquet files may hold: types, each by itself and within lists, structs and maps, and ways of writing them.
module DiffuCoder.Core.Tests.Datasets.Parquet.ParquetMatrix

open System
open System.Globalization
open System.Text.Json.Nodes
open Apache.Arrow
open Apache.Arrow.Types
open ParquetSharp

/// A type with values as JSON.
type Kind =
    {
        Name: string
        Type: IArrowType
        Value: int -> JsonNode
    }

let private json (text: string) = JsonNode.Parse text

let private words (text: string) = JsonValue.Create text :> JsonNode

let private texts =
    [|
        ""
        "a"
        "γάμμα"
        "😀"
        "x\ny"
        "a\u0000b"
        "prefix one"
        "prefix two"
        String('l', 300)
    |]

let private point format extra (i: int) =
    let at = DateTime(1969, 12, 31, 23, 59, 58).AddTicks(int64 i * 7_654_321_017L)

    words (
        at.ToString("yyyy-MM-dd'T'HH:mm:ss." + format, CultureInfo.InvariantCulture)
        + extra
    )

let private time format extra (i: int) =
    let at =
        DateTime(2000, 1, 1).AddTicks(int64 i * 7_654_321_017L % TimeSpan.TicksPerDay)

    words (at.ToString("HH:mm:ss." + format, CultureInfo.InvariantCulture) + extra)

let private bytes count (i: int) =
    let encoded = Convert.ToBase64String [| for place in 1..count -> byte (i * place) |]
    json $"{{\"base64\": \"{encoded}\"}}"

let private kind name (type': IArrowType) value =
    {
        Name = name
        Type = type'
        Value = value
    }

let private decimals (digits: string) (i: int) =
    json (String.concat "" [ (if i % 3 = 0 then "-" else ""); string i; "."; digits ])

let kinds =
    [
        kind "bool" BooleanType.Default (fun i -> json (if i % 3 = 0 then "true" else "false"))
        kind "int8" Int8Type.Default (fun i -> json (string (i % 128 - 64)))
        kind "uint8" UInt8Type.Default (fun i -> json (string (i % 256)))
        kind "int16" Int16Type.Default (fun i -> json (string (i * 401 % 30000 - 15000)))
        kind "uint16" UInt16Type.Default (fun i -> json (string (65535 - i)))
        kind "int32" Int32Type.Default (fun i -> json (string (Int32.MinValue + i * 1_234_567)))
        kind "uint32" UInt32Type.Default (fun i -> json (string (UInt32.MaxValue - uint32 i)))
        kind "int64" Int64Type.Default (fun i ->
            json (
                string (
                    if i % 7 = 0 then
                        Int64.MinValue
                    else
                        Int64.MaxValue / int64 (i + 1)
                )
            ))
        kind "uint64" UInt64Type.Default (fun i -> json (string (UInt64.MaxValue - uint64 i * 3UL)))
        kind "half" HalfFloatType.Default (fun i -> json (string (float i / 4.0 - 8.0)))
        kind "float" FloatType.Default (fun i -> json (string (float i / 8.0 - 8.0)))
        kind "double" DoubleType.Default (fun i -> json ((float i / 7.0 - 8.0).ToString CultureInfo.InvariantCulture))
        kind "decimal9" (Decimal128Type(9, 2)) (decimals "25")
        kind "decimal18" (Decimal128Type(18, 4)) (decimals "1005")
        kind "decimal38" (Decimal128Type(38, 10)) (decimals "0000000001")
        kind "decimal76" (Decimal256Type(76, 3)) (decimals "125")
        kind "string" StringType.Default (fun i -> words texts[i % texts.Length])
        kind "distinct" StringType.Default (fun i -> words $"prefix {i * 77}")
        kind "largestring" LargeStringType.Default (fun i -> words texts[(i + 3) % texts.Length])
        kind "binary" BinaryType.Default (fun i -> bytes (i % 5) i)
        kind "largebinary" LargeBinaryType.Default (fun i -> bytes (i % 4) i)
        kind "fixed" (FixedSizeBinaryType 3) (bytes 3)
        kind "date" Date32Type.Default (fun i ->
            words (DateTime(1969, 12, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
        kind "timems" (Time32Type TimeUnit.Millisecond) (time "fff" "")
        kind "timeus" (Time64Type TimeUnit.Microsecond) (time "ffffff" "")
        kind "timens" (Time64Type TimeUnit.Nanosecond) (time "fffffff" "00")
        kind "pointms" (TimestampType(TimeUnit.Millisecond, (null: string))) (point "fff" "")
        kind "pointus" (TimestampType(TimeUnit.Microsecond, (null: string))) (point "ffffff" "")
        kind "pointns" (TimestampType(TimeUnit.Nanosecond, (null: string))) (point "fffffff" "00")
        kind "utcms" (TimestampType(TimeUnit.Millisecond, "UTC")) (point "fff" "Z")
        kind "utcus" (TimestampType(TimeUnit.Microsecond, "UTC")) (point "ffffff" "Z")
        kind "utcns" (TimestampType(TimeUnit.Nanosecond, "UTC")) (point "fffffff" "00Z")
        kind "null" NullType.Default (fun _ -> null)
    ]

let private optional name type' = Field(name, type', true)

let private list (inner: IArrowType) = ListType(optional "item" inner)

/// Some values, of which every few are null: with the given distance, 0 for none.
let private some distance (value: int -> JsonNode) i =
    if distance > 0 && i % distance = 1 then null else value i

let private listOf count (value: int -> JsonNode) i =
    JsonArray [| for place in 0 .. count i - 1 -> value (3 * i + place) |] :> JsonNode

let private member' name (value: JsonNode) =
    let node = JsonObject()
    node.Add(name, value)
    node :> JsonNode

/// A type in every place where it may stand: the columns, and the values of a row.
let columnsOf (kind: Kind) : (Field * (int -> JsonNode)) list =
    let one, inner = kind.Value, some 3 kind.Value
    let isNull = kind.Type :? NullType

    [
        if not isNull then
            Field($"{kind.Name} required", kind.Type, false), one
        optional $"{kind.Name} optional" kind.Type, some 4 one
        optional $"{kind.Name} absent" kind.Type, (fun _ -> null)
        optional $"{kind.Name} list" (list kind.Type), some 5 (listOf (fun i -> i % 4) inner)
        optional $"{kind.Name} lists" (list (list kind.Type)), some 5 (listOf (fun i -> i % 3) (some 4 (listOf (fun i -> i % 3) inner)))
        optional $"{kind.Name} struct" (StructType [ optional "a" kind.Type ]), some 3 (some 4 one >> member' "a")
        if not isNull then
            optional $"{kind.Name} map" (MapType(StringType.Default, kind.Type, true, false)), some 5 (inner >> member' "key")
    ]

/// Rows of some columns.
let rowsOf (columns: (Field * (int -> JsonNode)) list) count : JsonNode list =
    [
        for i in 0 .. count - 1 do
            let row = JsonObject()

            for field, value in columns do
                row.Add(field.Name, value i)

            row
    ]

/// A way of writing.
type Way =
    {
        Codec: Compression
        Pages: ParquetDataPageVersion
        Dictionary: bool
        /// For the types that it is for; plain otherwise.
        Encoding: Encoding option
        SmallPages: bool
    }

/// Whether values of a type are written in an encoding, by the format's rules. With an integer that holds decimals of few digits.
let private fits (encoding: Encoding) (name: string) =
    let is (names: string list) = List.contains name names

    let whole =
        [ "int8"; "uint8"; "int16"; "uint16"; "int32"; "uint32"; "int64"; "uint64" ]

    let times =
        [
            "date"
            "timems"
            "timeus"
            "timens"
            "pointms"
            "pointus"
            "pointns"
            "utcms"
            "utcus"
            "utcns"
        ]

    let texts = [ "string"; "distinct"; "largestring"; "binary"; "largebinary" ]
    let integers = whole @ times @ [ "decimal9"; "decimal18" ]

    match encoding with
    | Encoding.DeltaBinaryPacked -> is integers
    | Encoding.DeltaLengthByteArray -> is texts
    | Encoding.DeltaByteArray -> is (texts @ [ "fixed"; "decimal38"; "decimal76" ])
    | Encoding.ByteStreamSplit -> is (integers @ [ "half"; "float"; "double"; "fixed"; "decimal38"; "decimal76" ])
    | Encoding.Rle -> is [ "bool" ]
    | _ -> true

let properties (way: Way) (fields: Field list) =
    use builder = new WriterPropertiesBuilder()

    let builder =
        builder
            .Compression(way.Codec)
            .DataPageVersion(way.Pages)
            .EnablePageChecksum()
            .EnableStoreDecimalAsInteger()
            .Version(ParquetVersion.PARQUET_2_6)

    let builder =
        if way.SmallPages then
            builder.DataPagesize(64L).WriteBatchSize(5L)
        else
            builder

    let builder =
        if way.Dictionary then
            builder.EnableDictionary()
        else
            builder.DisableDictionary()

    let leaf (field: Field) =
        match field.DataType with
        | :? MapType -> $"{field.Name}.key_value.value"
        | :? StructType -> $"{field.Name}.a"
        | :? ListType as outer when (outer.ValueDataType :? ListType) -> $"{field.Name}.list.element.list.element"
        | :? ListType -> $"{field.Name}.list.element"
        | _ -> field.Name

    match way.Encoding with
    | Some encoding ->
        for field in fields do
            if fits encoding ((field.Name.Split ' ')[0]) then
                builder.Encoding(leaf field, encoding) |> ignore
    | None -> ()

    builder.Build()

let ways =
    let plain =
        {
            Codec = Compression.Uncompressed
            Pages = ParquetDataPageVersion.V1
            Dictionary = false
            Encoding = None
            SmallPages = false
        }

    let pages = [ ParquetDataPageVersion.V1; ParquetDataPageVersion.V2 ]

    [
        for version in pages do
            for codec in
                [
                    Compression.Uncompressed
                    Compression.Snappy
                    Compression.Gzip
                    Compression.Brotli
                    Compression.Zstd
                    Compression.Lz4
                ] do
                for dictionary in [ false; true ] do
                    { plain with
                        Codec = codec
                        Pages = version
                        Dictionary = dictionary
                        SmallPages = dictionary
                    }

            for encoding in
                [
                    Encoding.DeltaBinaryPacked
                    Encoding.DeltaLengthByteArray
                    Encoding.DeltaByteArray
                    Encoding.ByteStreamSplit
                    Encoding.Rle
                ] do
                for small in [ false; true ] do
                    { plain with
                        Codec = Compression.Snappy
                        Pages = version
                        Encoding = Some encoding
                        SmallPages = small
                    }
    ]
