module DiffuCoder.Kit.Tests.Documentation.PageCodeTests

open System.IO
open System.Text.Json
open System.Xml.Linq
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks
open DiffuCoder.Kit.Tests.Documentation.Pages

/// Where F# treats `use` as `let`, a page must not promise that anything is disposed of.
[<Literal>]
let private UseInModule = 524

let private blocksOf language (page: Page) =
    page.Blocks |> List.filter (fun block -> block.Language = language)

let private where (page: Page) (block: Block) = $"{page.Path}, line {block.Line}"

/// A module for a page: its blocks one after the other, as a reader has them who tries them in one session.
let private moduleOf (index: int) (page: Page) =
    [
        $"module Page{index} ="

        for block in blocksOf "fsharp" page do
            $"# {block.Line} \"{page.Path}\""

            for line in block.Lines do
                // packages are there already
                if line.StartsWith "#r" then "" else $"    {line}"

        "    ()"
    ]

let private firstError (pages: Page list) =
    Typecheck.references
    @ [ "#nowarn \"20\"" ]
    @ (pages |> List.mapi moduleOf |> List.concat)
    |> Typecheck.firstError [ UseInModule ]

let private broken =
    read "broken.md" "# Broken on purpose\n\n```fsharp\nopen DiffuCoder\nPrompt.chat \"Add.\" |> Trajectory.code\n```\n"

[<Fact>]
let ``the F# of every page compiles, from its first block to its last`` () =
    all.Value
    |> List.sumBy (blocksOf "fsharp" >> List.length)
    |> should be (greaterThan 20)

    match firstError (all.Value @ [ broken ]) with
    | None -> failwith "The compiler found nothing in a page that is broken on purpose."
    | Some error -> error |> should startWith "broken.md(5,"

[<Fact>]
let ``no page says use where F# has a let of it`` () =
    let page =
        read "use.md" "```fsharp\nopen DiffuCoder\nuse model = Model.tiny Stage.Instruct\n```\n"

    firstError [ page ] |> Option.get |> should haveSubstring $"FS0{UseInModule}"

/// The lines of every C# file that tests compile, without indentation.
let private compiled =
    lazy
        [
            yield! Directory.GetFiles(inRepository "samples/CSharp", "*.cs")
            inRepository "tests/DiffuCoder.Packages.Tests/Program/Program.txt"
        ]
        |> List.map (fun file -> [ for line in File.ReadAllLines file -> line.Trim() ] |> String.concat "\n")

[<Fact>]
let ``the C# of every page is a part of a sample`` () =
    [
        for page in all.Value do
            for block in blocksOf "csharp" page do
                let text = [ for line in block.Lines -> line.Trim() ] |> String.concat "\n"

                if not (compiled.Value |> List.exists _.Contains(text)) then
                    where page block
    ]
    |> should be Empty

[<Fact>]
let ``the Python of every page parses`` () =
    for page in all.Value do
        for block in blocksOf "python" page do
            let file = Path.GetTempFileName()

            try
                File.WriteAllLines(file, block.Lines)

                use python =
                    Tool.startProgram "python3" "." [] [ "-c"; "import ast, sys; ast.parse(open(sys.argv[1]).read())"; file ]

                let ending = Tool.wait (System.TimeSpan.FromSeconds 30.) python
                (where page block, ending.Errors) |> should equal (where page block, "")
            finally
                File.Delete file

[<Fact>]
let ``the data of every page are well-formed`` () =
    for page in all.Value do
        for block in page.Blocks do
            let text = String.concat "\n" block.Lines

            match block.Language with
            | "xml" -> XDocument.Parse text |> ignore
            | "json" -> JsonDocument.Parse(text).Dispose()
            | _ -> ()

[<Fact>]
let ``every block of code says its language, so that it is checked`` () =
    [
        for page in all.Value do
            for block in page.Blocks do
                if not (List.contains block.Language [ "fsharp"; "csharp"; "python"; "sh"; "xml"; "json"; "text" ]) then
                    where page block

            for number, line in page.Prose do
                if line.StartsWith "    " then
                    $"{page.Path}, line {number}: write it between fences"
    ]
    |> should be Empty
