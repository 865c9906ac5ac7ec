// alone, because it measures the heap that all tests share
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Datasets.StreamingTests

open System
open System.IO
open System.IO.Compression
open Xunit
open FsUnit.Xunit
open DiffuCoder.Datasets
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Datasets.DataSets

let private mebibyte = 1024L * 1024L

/// So many lines of about 4 KB that pack badly enough to be read in pieces.
let private write (path: string) lines =
    use file = new GZipStream(File.Create path, CompressionLevel.Fastest)
    let random = Random 1
    let bytes = Array.zeroCreate<byte> 3000

    for i in 1..lines do
        if i % 16 = 1 then
            random.NextBytes bytes

        file.Write(utf8 $"{{\"text\": \"{i} {Convert.ToBase64String bytes}\"}}\n")

/// The largest growth of the managed heap while all rows are drawn, in bytes.
let private growth every (rows: 'a seq) =
    let before = GC.GetTotalMemory true
    let mutable count = 0
    let mutable most = 0L

    for _ in rows do
        count <- count + 1

        if count % every = 0 then
            most <- max most (GC.GetTotalMemory true - before)

    count, most

let private say (text: string) =
    TestContext.Current.TestOutputHelper.WriteLine text

[<Fact>]
let ``memory does not grow with a JSON Lines file`` () =
    use folder = new TemporaryDirectory()
    let small, large = folder.File "small.jsonl.gz", folder.File "large.jsonl.gz"
    write small 500
    write large 15_000
    // once before, for what is made on first use
    DataFiles.Read small |> Seq.iter ignore
    let smallRows, smallGrowth = growth 100 (Documents.Read small)
    let largeRows, largeGrowth = growth 1000 (Documents.Read large)
    say $"JSON Lines: {smallGrowth} and {largeGrowth} bytes"
    (smallRows, largeRows) |> should equal (500, 15_000)
    // 60 MB of text
    largeGrowth |> should be (lessThan (2L * mebibyte))
    abs (largeGrowth - smallGrowth) |> should be (lessThan mebibyte)

[<CLIMutable>]
type Row = { text: string }

[<Fact>]
let ``memory does not grow with the row groups of a Parquet file`` () =
    let random = Random 2
    let bytes = Array.zeroCreate<byte> 3000

    let rows count =
        seq {
            for i in 1..count do
                random.NextBytes bytes

                {
                    text = $"{i} {Convert.ToBase64String bytes}"
                }
        }

    let growthOf count =
        withParquet 200 (rows count) (fun path ->
            DataFiles.Read path |> Seq.truncate 1 |> Seq.iter ignore
            growth 190 (Documents.Read path))

    let _, smallGrowth = growthOf 400
    let largeRows, largeGrowth = growthOf 6000
    say $"Parquet: {smallGrowth} and {largeGrowth} bytes"
    largeRows |> should equal 6000
    // a row group is 800 KB of text, the file 24 MB
    abs (largeGrowth - smallGrowth) |> should be (lessThan (4L * mebibyte))

[<Fact>]
let ``the first row of a large file comes before the rest is read`` () =
    use folder = new TemporaryDirectory()
    let path = folder.File "large.jsonl.gz"
    write path 2_000
    // the end is not there yet, and is not missed
    let whole = File.ReadAllBytes path
    File.WriteAllBytes(path, whole[.. whole.Length / 2])
    Documents.Read path |> Seq.truncate 10 |> Seq.length |> should equal 10
