namespace DiffuCoder.Kit.Tests.Documentation

open System
open System.IO
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks

/// The site as `-t Docs` makes it, in a temporary folder.
type MadeSite() =
    let folder = Directory.CreateTempSubdirectory "diffucoder-site-"
    let output = Path.Combine(folder.FullName, "site")

    do
        let input = Path.Combine(folder.FullName, "input")
        Site.prepare Tool.root.Value input

        Site.arguments Tool.configuration input output
        |> Tool.dotnet Tool.root.Value []
        |> ignore

        Site.finish output

    let pages =
        Map
            [
                for file in Directory.GetFiles(output, "*.html", SearchOption.AllDirectories) do
                    Path.GetRelativePath(output, file).Replace('\\', '/'), File.ReadAllText file
            ]

    /// The pages by their paths.
    member _.Pages = pages

    /// Whether a file of the site is there.
    member _.Has(path: string) = File.Exists(Path.Combine(output, path))

    interface IDisposable with
        member _.Dispose() = folder.Delete true

type SiteTests(site: MadeSite) =

    let found (faultsOf: string -> string -> string list) =
        [
            for page in site.Pages do
                for fault in faultsOf page.Key page.Value do
                    $"{page.Key}: {fault}"
        ]

    let captures (pattern: string) (html: string) =
        [ for hit in Regex.Matches(html, pattern) -> hit.Groups[1].Value ]

    let isAddress (link: string) = link.Contains "://"

    let leadsSomewhere (page: string) (link: string) =
        let path, heading =
            match link.Split('#', 2) with
            | [| path; heading |] -> path, Some heading
            | _ -> link, None

        let target =
            if path = "" then
                page
            else
                // as a browser reads it, from a root that is as good as any
                Uri(Uri $"file:///{page}", path).AbsolutePath.TrimStart '/'

        let target =
            if target = "" || target.EndsWith '/' then
                target + "index.html"
            else
                target

        match heading, Map.tryFind target site.Pages with
        | _, None -> site.Has target
        | None, Some _ -> true
        | Some heading, Some html -> html.Contains $"id=\"{heading}\""

    interface IClassFixture<MadeSite>

    [<Fact>]
    member _.``every link leads to a file of the site, and to a heading that is there``() =
        site.Pages.Count |> should be (greaterThan 300)

        found (fun page html ->
            captures "(?:href|src)=\"([^\"]*)\"" html
            |> List.filter (fun link -> not (isAddress link || leadsSomewhere page link)))
        |> should be Empty

    [<Fact>]
    member _.``a page needs no network and no script, and its styles are there``() =
        found (fun _ html ->
            captures "(<script| on[a-z]+=\")" html
            @ (captures "src=\"([^\"]*)\"" html |> List.filter isAddress)
            @ (captures "<link[^>]*href=\"([^\"]*)\"" html |> List.filter isAddress))
        |> should be Empty

        found (fun _ html -> if html.Contains "site.css\">" then [] else [ "no styles" ])
        |> should be Empty

    [<Fact>]
    member _.``nothing of the template stays literal``() =
        found (fun _ html -> captures @"(\{\{[^}\s]*\}\})" html @ captures "(site\\.invalid)" html)
        |> should be Empty

    [<Fact>]
    member _.``code in comments shows as code``() =
        found (fun _ html ->
            let withoutCode =
                Regex.Replace(html, @"<(pre|code)\b.*?</\1>", "", RegexOptions.Singleline)

            Regex.Replace(withoutCode, @"</?[a-zA-Z!][^>]*>", "") |> captures "(`[^`\n]*`)")
        |> should be Empty

        site.Pages["reference/diffucoder-sampleroptions.html"]
        |> should haveSubstring "<code>Strategy.entropy</code>"

    [<Fact>]
    member _.``the README's pictures and the picture of the layers are there``() =
        let pictures page =
            captures "<img[^>]*src=\"([^\"]*)\"" site.Pages[page]

        pictures "index.html" |> should haveLength 4
        pictures "architecture.html" |> should haveLength 1

    [<Theory>]
    [<InlineData("sampler", "Fills in one prompt")>]
    [<InlineData("sampling-diffusionsampler", "Generate")>]
    [<InlineData("training-grpo-grpotrainer", "Run")>]
    [<InlineData("models-maskedlanguagemodel", "Load")>]
    member _.``both the kit and the core have their reference``(name: string, text: string) =
        site.Pages[$"reference/diffucoder-{name}.html"] |> should haveSubstring text
