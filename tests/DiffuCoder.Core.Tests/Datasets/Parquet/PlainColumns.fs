/// Parquet files of one column, written below Arrow's types: any stored type with any meaning, any levels.
module DiffuCoder.Core.Tests.Datasets.Parquet.PlainColumns

open System
open System.Runtime.InteropServices
open ParquetSharp
open ParquetSharp.Schema
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Checkpoints.Files

/// Work on a file of these columns, of which the first leaf has values, with their levels.
let withColumn<'physical, 'a
    when 'physical: unmanaged and 'physical: (new: unit -> 'physical) and 'physical: struct and 'physical :> ValueType>
    (node: Node)
    (definitions: int16 list)
    (repetitions: int16 list)
    (values: 'physical list)
    (work: string -> 'a)
    =
    use folder = new TemporaryDirectory()
    let path = folder.File "rows.parquet"
    use schema = new GroupNode("schema", Repetition.Required, [| node |])
    use builder = new WriterPropertiesBuilder()
    use properties = builder.Build()

    do
        use writer = new ParquetFileWriter(path, schema, properties, null)
        use group = writer.AppendRowGroup()
        use column = group.NextColumn() :?> ColumnWriter<'physical>
        let count = max values.Length definitions.Length

        column.WriteBatch(
            count,
            ReadOnlySpan(Array.ofList definitions),
            ReadOnlySpan(Array.ofList repetitions),
            ReadOnlySpan(Array.ofList values)
        )
        |> ignore

        column.Close() |> ignore
        writer.Close()

    work path

let leaf name repetition (logical: LogicalType) (physical: PhysicalType) width =
    new PrimitiveNode(name, repetition, logical, physical, width) :> Node

let group name repetition (nodes: Node list) (logical: LogicalType) =
    new GroupNode(name, repetition, nodes, logical) :> Node

/// The rows as JSON.
let rows (path: string) =
    [ for row in DataFiles.Read path -> row.Columns.GetRawText() ]

/// Bytes that stay where they are for the rest of the process.
let bytes (content: byte array) =
    let place = Marshal.AllocHGlobal(max 1 content.Length)
    Marshal.Copy(content, 0, place, content.Length)
    place

let text (content: byte array) =
    ByteArray(bytes content, content.Length)

let fixed' (content: byte array) = FixedLenByteArray(bytes content)
