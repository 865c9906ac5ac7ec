module DiffuCoder.Core.Tests.Datasets.Parquet.ParquetRefusalTests

open System
open System.IO
open System.Text
open Xunit
open FsUnit.Xunit
open ParquetSharp
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Datasets.DataSets
open DiffuCoder.Core.Tests.Datasets.Parquet.PlainColumns

let private message (path: string) =
    Assert.Throws<DataException>(fun () -> DataFiles.Read(path, BadRows.Skip ignore) |> Seq.iter ignore).Message

[<Fact>]
let ``a codec that is not read is named with its column and the remedy`` () =
    use folder = new TemporaryDirectory()
    let path = folder.File "rows.parquet"

    do
        use writer =
            new ParquetFileWriter(path, [| Column<int>("numbers") :> Column |], Compression.Lz4Hadoop)

        use group = writer.AppendRowGroup()
        use column = group.NextColumn().LogicalWriter<int>()
        column.WriteBatch [| 1; 2 |]
        writer.Close()

    message path
    |> should
        equal
        $"{path}: the column \"numbers\" is compressed with LZ4, which is not read. Write the file anew with zstd or snappy (pyarrow: compression=\"zstd\")."

[<Fact>]
let ``an encrypted file is named as such`` () =
    withBytes "some.parquet" (Encoding.ASCII.GetBytes "PARE12345678....PARE") (fun path ->
        message path
        |> should equal $"{path}: the Parquet file is encrypted, and no key can be given here. Write it without encryption.")

[<Fact>]
let ``a type that is not read is named with its column and the remedy`` () =
    let node =
        group
            "a"
            Repetition.Required
            [
                group
                    "key_value"
                    Repetition.Repeated
                    [
                        leaf "key" Repetition.Required (LogicalType.String()) PhysicalType.ByteArray -1
                    ]
                    null
            ]
            (LogicalType.Map())

    withColumn node [ 1s ] [ 0s ] [ text [| 97uy |] ] (fun path ->
        message path
        |> should
            equal
            $"{path}: the column \"a\" is of a Parquet type that is not read (MAP without values). Write it as a list, or write the file without it.")

[<Fact>]
let ``a changed byte of a page is noticed by its checksum`` () =
    use folder = new TemporaryDirectory()
    let path = folder.File "rows.parquet"
    use builder = new WriterPropertiesBuilder()

    use properties =
        builder.EnablePageChecksum().DisableDictionary().Compression(Compression.Uncompressed).Build()

    do
        use writer =
            new ParquetFileWriter(path, [| Column<int64>("numbers") :> Column |], properties)

        use group = writer.AppendRowGroup()
        use column = group.NextColumn().LogicalWriter<int64>()
        column.WriteBatch [| 0x1122334455667788L |]
        writer.Close()

    let bytes = File.ReadAllBytes path

    let place =
        bytes.AsSpan().IndexOf(ReadOnlySpan(BitConverter.GetBytes 0x1122334455667788L))

    bytes[place] <- bytes[place] + 1uy
    File.WriteAllBytes(path, bytes)

    message path
    |> should haveSubstring "the Parquet file is damaged (the column \"numbers\": the checksum of a page does not fit it)"

/// Damage of any kind ends in an error of the file, or in rows: never in another exception, an endless loop or a huge allocation.
[<Fact>]
let ``any damaged byte is refused or read, and nothing else happens`` () =
    let whole =
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "parquet", "col-v2-b.parquet"))

    let random = Random 7

    for _ in 1..200 do
        let damaged = Array.copy whole

        for _ in 1..3 do
            // mostly in the footer and the first headers
            let place =
                if random.Next 2 = 0 then
                    whole.Length - 1 - random.Next 700
                else
                    random.Next whole.Length

            damaged[place] <- byte (random.Next 256)

        withBytes "some.parquet" damaged (fun path ->
            try
                DataFiles.Read(path, BadRows.Skip ignore)
                |> Seq.truncate 5000
                |> Seq.iter ignore
            with :? DataException ->
                ())
