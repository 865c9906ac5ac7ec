/// The site: pages and the reference of both APIs, made by fsdocs. What goes in is prepared and what comes out is finished here, so that the site can
/// be opened as files, needs no network and runs no script.
module Site

open System
open System.IO
open System.Text.RegularExpressions

/// What fsdocs takes for the address of the site; `finish` puts the way from each page in its place.
[<Literal>]
let private Root = "https://site.invalid/"

let private relative (root: string) (file: string) =
    Path.GetRelativePath(root, file).Replace('\\', '/')

/// Every page by its path in the repository, with its name on the site.
let private pages (root: string) =
    [
        "README.md", "index"
        "CONTRIBUTING.md", "contributing"
        "CHANGELOG.md", "changelog"
        "tests/DiffuCoder.Performance/README.md", "figures"

        for file in Directory.GetFiles(Path.Combine(root, "docs"), "*.md") do
            relative root file, Path.GetFileNameWithoutExtension file |> string
    ]

// a block of code, or the target of a link
let private codeOrTarget =
    Regex(@"^```.*?^```|(?<=\]\()[^)\s]+(?=\))", RegexOptions.Singleline ||| RegexOptions.Multiline)

/// A page whose links lead to what the site has; `copied` is told of files that are no pages.
let private translated root (copied: string -> unit) (path: string) (text: string) =
    let names = Map(pages root)

    let target (link: string) =
        let file, heading =
            match link.IndexOf '#' with
            | -1 -> link, ""
            | at -> link[.. at - 1], link[at..]

        if file = "" || link.Contains "://" then
            link
        else
            let folder = Path.Combine(root, Path.GetDirectoryName path |> string)
            let named = Path.GetFullPath(Path.Combine(folder, file)) |> relative root

            match Map.tryFind named names with
            | Some name -> $"{name}.html{heading}"
            | None ->
                copied named
                $"files/{named}"

    codeOrTarget.Replace(
        text,
        fun (found: Match) ->
            if found.Value.StartsWith "```" then
                found.Value
            else
                target found.Value
    )

/// The pages in the order in which the README lists them, then the others.
let private navigation (root: string) =
    let names = Map(pages root)

    let listed =
        [
            for row in
                Regex.Matches(File.ReadAllText(Path.Combine(root, "README.md")), @"^\| \[([^\]]+)\]\(([^)]+)\) \|", RegexOptions.Multiline) do
                match Map.tryFind row.Groups[2].Value names with
                | Some name -> row.Groups[1].Value, name
                | None -> ()
        ]

    [
        "DiffuCoder.Kit", "index"
        yield! listed
        "Figures", "figures"
        "Contributing", "contributing"
        "Changes", "changelog"
        "Reference", "reference/index"
    ]
    |> List.map (fun (title, name) -> $"<li><a href=\"{{{{root}}}}{name}.html\">{title}</a></li>")
    |> String.concat "\n"

/// Writes what fsdocs reads into an empty folder.
let prepare (root: string) (input: string) =
    let copy (file: string) =
        let place = Path.Combine(input, "files", file)
        Directory.CreateDirectory(Path.GetDirectoryName place |> string) |> ignore
        File.Copy(Path.Combine(root, file), place, overwrite = true)

    Directory.CreateDirectory input |> ignore

    for path, name in pages root do
        File.ReadAllText(Path.Combine(root, path))
        |> translated root copy path
        |> fun text -> File.WriteAllText(Path.Combine(input, name + ".md"), text)

    let ours name =
        Path.Combine(root, "build", "site", name)

    File.Copy(ours "site.css", Path.Combine(input, "site.css"))

    File.ReadAllText(ours "template.html").Replace("NAVIGATION", navigation root)
    |> fun text -> File.WriteAllText(Path.Combine(input, "_template.html"), text)

/// What fsdocs is called with.
let arguments (configuration: string) (input: string) (output: string) =
    [
        "fsdocs"
        "build"
        "--input"
        input
        "--output"
        output
        "--projects"
        "src/DiffuCoder.Kit/DiffuCoder.Kit.fsproj"
        "src/DiffuCoder.Core/DiffuCoder.Core.csproj"
        "--properties"
        $"Configuration={configuration}"
        "--parameters"
        "root"
        Root
        "fsdocs-collection-name"
        "DiffuCoder.Kit"
        "--nodefaultcontent"
        "--clean"
    ]

/// What a heading is called in a link, as GitHub makes it.
let private anchor (heading: string) =
    Regex.Replace(heading, "<[^>]*>", "").Trim().ToLowerInvariant()
    |> String.filter (fun letter -> Char.IsLetterOrDigit letter || " -_".Contains letter)
    |> _.Replace(' ', '-')

let private heading =
    Regex(@"<(h\d)><a name=""[^""]*"" class=""anchor"" href=""[^""]*"">(.*?)</a></h\d>", RegexOptions.Singleline)

// a tag, or code as a comment writes it
let private tagOrCode = Regex(@"</?[a-zA-Z!][^>]*>|`([^`\r\n]+)`")

/// Comments in F# mark code as Markdown does, which fsdocs leaves as it is.
let private withCode (html: string) =
    let mutable inCode = 0

    tagOrCode.Replace(
        html,
        fun (found: Match) ->
            if Regex.IsMatch(found.Value, "^<(code|pre)\\b") then
                inCode <- inCode + 1
            elif Regex.IsMatch(found.Value, "^</(code|pre)>") then
                inCode <- inCode - 1

            if found.Groups[1].Success && inCode = 0 then
                $"<code>{found.Groups[1].Value}</code>"
            else
                found.Value
    )

let private link =
    Regex($@"<a href=""{Regex.Escape Root}([^""#]+)[^""]*"">(.*?)</a>", RegexOptions.Singleline)

/// Buttons that a script would have to work.
let private withoutButtons (html: string) =
    Regex.Replace(html, @"<div class=""fsdocs-source-link"".*?</div>", "", RegexOptions.Singleline)

/// Delegates and what is internal have no page: their names stay, their links go.
let private withoutDeadLinks (output: string) (html: string) =
    link.Replace(
        html,
        fun (found: Match) ->
            if File.Exists(Path.Combine(output, found.Groups[1].Value)) then
                found.Value
            else
                found.Groups[2].Value
    )

let private finished (output: string) (file: string) =
    let depth = relative output file |> Seq.filter ((=) '/') |> Seq.length
    let up = if depth = 0 then "./" else String.replicate depth "../"

    File.ReadAllText file
    |> withoutDeadLinks output
    |> withoutButtons
    |> fun html ->
        heading.Replace(
            html,
            fun found -> $"<{found.Groups[1]} id=\"{anchor found.Groups[2].Value}\">{found.Groups[2]}</{found.Groups[1]}>"
        )
    |> withCode
    |> _.Replace(Root, up)
    |> fun html -> File.WriteAllText(file, html)

/// Makes what fsdocs wrote into pages that can be opened as files.
let finish (output: string) =
    for file in Directory.GetFiles(output, "*.html", SearchOption.AllDirectories) do
        finished output file

    // the pages as they were before
    for file in Directory.GetFiles(output, "*.md") do
        File.Delete file
