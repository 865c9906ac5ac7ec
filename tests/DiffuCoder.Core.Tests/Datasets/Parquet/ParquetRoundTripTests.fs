module DiffuCoder.Core.Tests.Datasets.Parquet.ParquetRoundTripTests

open System
open System.Text.Json.Nodes
open Apache.Arrow
open Apache.Arrow.Types
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open ParquetSharp
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Datasets.Parquet.ArrowRows

/// A value of a chat as data sets hold it: lists of structs of texts and lists.
let private messageType =
    StructType
        [
            Field("role", StringType.Default, true)
            Field("parts", ListType(Field("item", ListType(Field("item", StringType.Default, true)), true)), true)
            Field("score", Int64Type.Default, true)
        ]

let private fields =
    [
        Field("id", Int64Type.Default, false)
        Field("text", StringType.Default, true)
        Field("messages", ListType(Field("item", messageType, true)), true)
    ]

let private orNull make (value: 'a option) : JsonNode =
    match value with
    | Some value -> make value
    | None -> null

let private words (text: string) : JsonNode =
    // half characters have no UTF-8
    String.filter (Char.IsSurrogate >> not) text |> JsonValue.Create :> JsonNode

let private array (items: JsonNode list) : JsonNode = JsonArray(Array.ofList items)

let private message (role: NonNull<string> option, parts: NonNull<string> option list option list option, score: int64 option) : JsonNode =
    let node = JsonObject()
    node.Add("role", role |> orNull (_.Get >> words))

    node.Add(
        "parts",
        parts
        |> orNull (List.map (orNull (List.map (orNull (_.Get >> words)) >> array)) >> array)
    )

    node.Add("score", score |> orNull (fun score -> JsonValue.Create score))
    node

[<Property(MaxTest = 60)>]
let ``any rows that Arrow writes are read back equal``
    (rows:
        (NonNull<string> option *
        (NonNull<string> option * NonNull<string> option list option list option * int64 option) option list option) list)
    (groupRows: PositiveInt)
    (smallPages: bool)
    (dictionary: bool)
    (version2: bool)
    =
    let written: JsonNode list =
        [
            for i, (text, messages) in List.indexed rows do
                let node = JsonObject()
                node.Add("id", JsonValue.Create(int64 i))
                node.Add("text", text |> orNull (_.Get >> words))
                node.Add("messages", messages |> orNull (List.map (orNull message) >> array))
                node
        ]

    use folder = new TemporaryDirectory()
    let path = folder.File "rows.parquet"
    use builder = new WriterPropertiesBuilder()

    let version =
        if version2 then
            ParquetDataPageVersion.V2
        else
            ParquetDataPageVersion.V1

    let builder = builder.DataPageVersion version
    let builder = if dictionary then builder else builder.DisableDictionary()

    use properties =
        (if smallPages then
             builder.DataPagesize(32L).WriteBatchSize(2L)
         else
             builder)
            .Build()

    write path properties groupRows.Get fields written
    difference written [ for row in DataFiles.Read path -> row.Columns ] = None
