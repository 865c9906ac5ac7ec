/// The pages of the documentation: README, CONTRIBUTING, CHANGELOG, the figures, and whatever lies in docs.
module DiffuCoder.Kit.Tests.Documentation.Pages

open System
open System.IO
open System.Text.RegularExpressions
open DiffuCoder.Notebooks

/// A block of code, with its language and the number of its first line.
type Block =
    {
        Language: string
        Line: int
        Lines: string list
    }

/// A page: its path from the root, its blocks of code, and its other lines by number.
type Page =
    {
        Path: string
        Blocks: Block list
        Prose: (int * string) list
    }

let inRepository (path: string) = Path.Combine(Tool.root.Value, path)

/// Blocks and prose of a text.
let read (path: string) (text: string) : Page =
    let close (language, start, lines) =
        {
            Language = language
            Line = start
            Lines = List.rev lines
        }

    let rec go opened blocks prose =
        function
        | [] ->
            if Option.isSome opened then
                failwith $"{path}: a block of code has no end."

            {
                Path = path
                Blocks = List.rev blocks
                Prose = List.rev prose
            }
        | (number, line: string) :: rest ->
            match opened with
            | Some block when line.TrimEnd() = "```" -> go None (close block :: blocks) prose rest
            | Some(language, start, lines) -> go (Some(language, start, line :: lines)) blocks prose rest
            | None when line.StartsWith "```" -> go (Some(line[3..].Trim(), number + 1, [])) blocks prose rest
            | None -> go None blocks ((number, line) :: prose) rest

    text.Replace("\r", "").Split '\n'
    |> List.ofArray
    |> List.mapi (fun index line -> index + 1, line)
    |> go None [] []

/// All of them; a new one in docs is found by itself.
let all =
    lazy
        [
            yield!
                [
                    "README.md"
                    "CONTRIBUTING.md"
                    "CHANGELOG.md"
                    "tests/DiffuCoder.Performance/README.md"
                ]

            for file in
                Directory.GetFiles(inRepository "docs", "*.md", SearchOption.AllDirectories)
                |> Array.sort do
                Path.GetRelativePath(Tool.root.Value, file).Replace('\\', '/')
        ]
        |> List.map (fun path -> read path (File.ReadAllText(inRepository path)))

/// Pieces of code within the lines of a page, with the numbers of the lines.
let inlineCode (page: Page) =
    [
        for number, line in page.Prose do
            for piece in Regex.Matches(line, "`([^`]+)`") -> number, piece.Groups[1].Value
    ]

/// Lines without their inline code.
let private withoutCode (page: Page) =
    [ for number, line in page.Prose -> number, Regex.Replace(line, "`[^`]+`", "") ]

/// What the links and pictures of a page lead to, with the numbers of the lines.
let links (page: Page) =
    [
        for number, line in withoutCode page do
            for link in Regex.Matches(line, @"\]\(([^)\s]+)\)") -> number, link.Groups[1].Value
    ]

/// What a heading is called in a link, as GitHub makes it.
let anchor (heading: string) =
    let kept =
        heading.Trim().ToLowerInvariant()
        |> String.filter (fun letter -> Char.IsLetterOrDigit letter || " -_".Contains letter)

    kept.Replace(' ', '-')

/// The headings of a page as links name them.
let anchors (page: Page) =
    [
        for _, line in page.Prose do
            let heading = Regex.Match(line, "^#+ (.*)$")

            if heading.Success then
                anchor heading.Groups[1].Value
    ]
