module DiffuCoder.Core.Tests.Datasets.Parquet.ParquetMatrixTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Datasets.Parquet.ArrowRows
open DiffuCoder.Core.Tests.Datasets.Parquet.ParquetMatrix

[<Fact>]
let ``what Arrow writes is read equal: every type, wherever it stands, in every encoding, page version and codec`` () =
    use folder = new TemporaryDirectory()
    let path = folder.File "rows.parquet"
    let columns = kinds |> List.collect columnsOf
    let fields = List.map fst columns
    let rows = rowsOf columns 25

    let differences =
        [
            for way in ways do
                use properties = properties way fields
                write path properties 15 fields rows

                match difference rows [ for row in DataFiles.Read path -> row.Columns ] with
                | Some words -> $"%A{way}: {words}"
                | None -> ()
        ]

    differences |> String.concat "\n" |> should equal ""
