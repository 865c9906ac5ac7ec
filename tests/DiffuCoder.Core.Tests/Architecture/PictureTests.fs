module DiffuCoder.Core.Tests.Architecture.PictureTests

open System
open System.IO
open System.Xml.Linq
open Xunit
open FsUnit.Xunit

/// Set, the picture is drawn anew in place of being compared: `dotnet fsi build.fsx -t Layers`.
[<Literal>]
let private Renew = "DIFFUCODER_RENEW_LAYERS"

let private docs = Path.Combine(__SOURCE_DIRECTORY__, "..", "..", "..", "docs")

/// The folders of the rule that have types: one that is still to come is no part of the picture.
let private present =
    lazy
        let written =
            Dependencies.written typeof<DiffuCoder.Runtime.Device>.Assembly
            |> List.choose (fst >> Layers.folderOf)

        Layers.folders |> List.filter (fun folder -> List.contains folder written)

let private drawn =
    lazy
        let right folder =
            Layers.rightBelow folder
            |> List.filter (fun lower -> List.contains lower present.Value)

        Picture.svg present.Value right

[<Fact>]
let ``the picture on the page is that of the rule`` () =
    let file = Path.Combine(docs, "layers.svg")

    if String.IsNullOrEmpty(Environment.GetEnvironmentVariable Renew) then
        if File.ReadAllLines file |> List.ofArray <> drawn.Value then
            Assert.Fail "docs/layers.svg is not the picture of the rule; 'dotnet fsi build.fsx -t Layers' draws it anew."
    else
        File.WriteAllLines(file, drawn.Value)

[<Fact>]
let ``the page says what every folder of the picture holds`` () =
    let page = File.ReadAllText(Path.Combine(docs, "architecture.md"))

    present.Value
    |> List.filter (fun folder -> not (page.Contains $"| `src/DiffuCoder.Core/{folder}` |"))
    |> should be Empty

[<Fact>]
let ``a picture has a box for each folder and a line for each that does not follow from others`` () =
    let right =
        function
        | "top" -> [ "left"; "right"; "bottom" ]
        | "left"
        | "right" -> [ "bottom" ]
        | _ -> []

    let picture =
        Picture.svg [ "bottom"; "left"; "right"; "top" ] right
        |> String.concat "\n"
        |> XDocument.Parse

    let count name =
        picture.Descendants()
        |> Seq.filter (fun element -> element.Name.LocalName = name)
        |> Seq.length

    count "text" |> should equal 4
    count "path" |> should equal 4
