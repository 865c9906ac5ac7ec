/// What the repository keeps.
module DiffuCoder.Kit.Tests.Notebooks.StoredNotebooksTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks
open DiffuCoder.Notebooks.NotebookDocument

let stored () =
    TheoryData<string>(Directory.GetFiles(Path.Combine(Tool.root.Value, "notebooks"), "*.ipynb"))

[<Theory; MemberData(nameof stored)>]
let ``a notebook is well-formed, begins with the set-up file and is small`` (path: string) =
    let first = read path |> cells |> List.find _.IsCode
    first.Source |> should startWith "#load \"kit.fsx\""
    FileInfo(path).Length |> should be (lessThan 600_000L)

[<Theory; MemberData(nameof stored)>]
let ``a notebook's outputs have pictures of at most 150 kB, and no scripts`` (path: string) =
    for cell in read path |> cells |> List.filter _.IsCode do
        for output in cell.Json["outputs"].AsArray() do
            output.ToJsonString() |> should not' (haveSubstring "\\u003Cscript")

            match output["data"] with
            | null -> ()
            | data -> (text data["image/png"]).Length |> should be (lessThan (150_000 * 4 / 3))

[<Theory; MemberData(nameof stored)>]
let ``a notebook was compiled without a warning`` (path: string) =
    for cell in read path |> cells |> List.filter _.IsCode do
        for output in cell.Json["outputs"].AsArray() do
            output.ToJsonString() |> should not' (haveSubstring ": warning FS")
