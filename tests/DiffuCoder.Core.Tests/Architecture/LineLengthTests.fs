module DiffuCoder.Core.Tests.Architecture.LineLengthTests

open System
open System.IO
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit

/// Characters of a line, by the ending of its file.
let private most = Map [ ".cs", 150; ".fs", 140; ".fsx", 140 ]

let private root =
    Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "..", ".."))

/// Code that people wrote; examples of other people's programs are among the fixtures.
let private isOurs (path: string) =
    not (Regex.IsMatch(path, @"/(bin|obj|Fixtures)/|\.g\.cs$"))

/// What counts of each line: in F# not the texts, which fantomas leaves whole, be they programs or data of a test.
let private counted (path: string) (lines: string list) =
    let mark = "\"\"\""

    let withoutRaw (line: string) =
        Regex.Replace(line, "\"\"\".*?\"\"\"", "")

    let withoutTexts (line: string) =
        Regex.Replace(line, @"""(\\.|[^""\\])*""", "")

    let outside isWithin (line: string) =
        let line = withoutRaw line

        match isWithin, line.IndexOf mark with
        | false, -1 -> line, false
        | false, at -> line[.. at - 1], true
        | true, -1 -> "", true
        | true, at -> line[at + 3 ..], false

    if path.EndsWith ".cs" then
        lines
    else
        lines |> List.mapFold outside false |> fst |> List.map withoutTexts

let private offences (path: string) (lines: string list) =
    [
        for number, line in List.indexed (counted path lines) do
            let length = line.EnumerateRunes() |> Seq.length

            if length > most[Path.GetExtension path] then
                $"{path}, line {number + 1}: {length} characters"
    ]

[<Fact>]
let ``no line of code is longer than a reader's window`` () =
    let files =
        [
            for top in [ "src"; "tests"; "samples" ] do
                for file in Directory.GetFiles(Path.Combine(root, top), "*", SearchOption.AllDirectories) do
                    let path = Path.GetRelativePath(root, file).Replace('\\', '/')

                    if most.ContainsKey(Path.GetExtension path) && isOurs path then
                        path
        ]

    files.Length |> should be (greaterThan 700)

    files
    |> List.collect (fun path -> offences path (File.ReadAllLines(Path.Combine(root, path)) |> List.ofArray))
    |> String.concat "\n"
    |> should equal ""

[<Theory>]
[<InlineData("src/Some.cs", 150)>]
[<InlineData("tests/Some.fs", 140)>]
[<InlineData("samples/some.fsx", 140)>]
let ``one character more is found`` (path: string, most: int) =
    offences path [ "short"; String('é', most) ] |> should be Empty

    offences path [ "short"; String('é', most + 1) ]
    |> should equal [ $"{path}, line 2: {most + 1} characters" ]

[<Fact>]
let ``a text of F# does not count, what stands beside it does`` () =
    let text = "\"" + String('x', 200) + "\""
    let raw = "\"\"\""

    offences "src/Some.fs" [ $"let a = {text}"; $"let b = {raw}"; String('y', 200); $"{raw} |> f" ]
    |> should be Empty

    offences "src/Some.fs" [ $"let a = {text} + {String('z', 140)}" ]
    |> should haveLength 1

    offences "src/Some.cs" [ $"var a = {text};" ] |> should haveLength 1
