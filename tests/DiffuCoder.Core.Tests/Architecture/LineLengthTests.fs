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

let private offences (path: string) (lines: string seq) =
    [
        for number, line in Seq.indexed lines do
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
    |> List.collect (fun path -> offences path (File.ReadLines(Path.Combine(root, path))))
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
