module DiffuCoder.Kit.Tests.Documentation.LinksTests

open System
open System.IO
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks
open DiffuCoder.Kit.Tests.Documentation.Pages

let private onNetwork (target: string) =
    target.StartsWith "https://"
    && Uri.IsWellFormedUriString(target, UriKind.Absolute)

/// Whether a file is there under just this name, on systems too that do not tell capitals.
let private isThere (path: string) =
    let full = inRepository path

    path = ""
    || Directory.Exists full
    || (File.Exists full
        && Directory.GetFiles(nonNull (Path.GetDirectoryName full))
           |> Array.exists (fun file -> Path.GetFileName file = Path.GetFileName full))

let private fault (pages: Page list) (page: Page) (target: string) =
    let path, heading =
        match target.Split('#', 2) with
        | [| path; heading |] -> path, Some heading
        | _ -> target, None

    let file =
        if path = "" then
            page.Path
        else
            let folder =
                Path.Combine(Tool.root.Value, Path.GetDirectoryName page.Path |> string)

            Path.GetRelativePath(Tool.root.Value, Path.GetFullPath(Path.Combine(folder, path))).Replace('\\', '/')

    if not (isThere file) then
        Some $"there is no {file}"
    else
        match heading, pages |> List.tryFind (fun other -> other.Path = file) with
        | Some heading, Some other when not (List.contains heading (anchors other)) -> Some $"{file} has no heading {heading}"
        | Some _, None -> Some $"{file} has no headings"
        | _ -> None

let private faults pages (page: Page) =
    [
        for number, target in links page do
            if not (onNetwork target) then
                match fault pages page target with
                | None -> ()
                | Some problem -> $"{page.Path}, line {number}: {target}: {problem}"
    ]

[<Fact>]
let ``every link of the pages leads somewhere`` () =
    all.Value |> List.sumBy (links >> List.length) |> should be (greaterThan 40)
    all.Value |> List.collect (faults all.Value) |> should be Empty

[<Theory>]
[<InlineData "nothing.md">]
[<InlineData "../readme.md">]
[<InlineData "sampling.md#nothing">]
[<InlineData "#nothing">]
[<InlineData "http://example.com">]
let ``a dead link is found`` (target: string) =
    read "docs/page.md" $"# A page\n\n[text]({target})\n"
    |> faults all.Value
    |> should haveLength 1

[<Fact>]
let ``files that the pages name are there`` () =
    [
        for page in all.Value do
            for number, piece in inlineCode page do
                if
                    Regex.IsMatch(piece, @"^(src|tests|samples|docs|notebooks|assets)(/[\w.-]+)+$")
                    && not (isThere piece)
                then
                    $"{page.Path}, line {number}: {piece}"
    ]
    |> should be Empty

[<Fact>]
let ``the README leads to every page`` () =
    let readme = all.Value |> List.find (fun page -> page.Path = "README.md")
    let linked = links readme |> List.map snd

    all.Value
    |> List.map _.Path
    |> List.filter (fun path -> path <> "README.md" && not (List.contains path linked))
    |> should be Empty

[<Fact>]
let ``a newcomer reads the README in five minutes`` () =
    File.ReadAllLines(inRepository "README.md").Length |> should be (lessThan 150)
