/// Files that the data tests are made of.
module DiffuCoder.Core.Tests.Datasets.DataSets

open System.IO
open System.IO.Compression
open System.Text
open Parquet
open Parquet.Serialization
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Checkpoints.Files

let utf8 (text: string) = Encoding.UTF8.GetBytes text

let packed (bytes: byte array) =
    use target = new MemoryStream()

    do
        use zip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen = true)
        zip.Write bytes

    target.ToArray()

/// Work on a file of this name and these bytes, removed afterwards.
let withBytes (name: string) (bytes: byte array) (work: string -> 'a) =
    use folder = new TemporaryDirectory()
    let path = folder.File name
    File.WriteAllBytes(path, bytes)
    work path

let withText name text work = withBytes name (utf8 text) work

/// Work on a Parquet file of these rows, so many to a row group.
let withParquet (groupRows: int) (rows: 'row seq) (work: string -> 'a) =
    use folder = new TemporaryDirectory()
    let path = folder.File "rows.parquet"

    ParquetSerializer.SerializeAsync(rows, path, ParquetOptions(RowGroupSize = groupRows)).Wait()
    work path

let rows (path: string) = DataFiles.Read path |> List.ofSeq

let texts (column: string) (read: DataRow seq) =
    [ for row in read -> row.Row, row.Text column ]

/// Every record of a pass, and what was reported.
let skipping (read: BadRows -> 'a seq) =
    let reports = ResizeArray<DataException>()

    let records =
        read (BadRows.Skip((fun problem -> reports.Add problem))) |> List.ofSeq

    records, List.ofSeq reports

/// Drawing all of it is refused with a message that holds every fragment.
let refused (fragments: string list) (work: unit -> 'a seq) =
    let problem = Assert.Throws<DataException>(fun () -> work () |> Seq.iter ignore)

    for fragment in fragments do
        problem.Message |> should haveSubstring fragment

    problem
