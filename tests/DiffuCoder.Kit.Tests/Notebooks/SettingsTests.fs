module DiffuCoder.Kit.Tests.Notebooks.SettingsTests

open System
open System.IO
open Argu
open Xunit
open FsUnit.Xunit
open DiffuCoder.Notebooks
open DiffuCoder.Notebooks.Settings

let private refusal arguments =
    Assert.Throws<ArguParseException>(fun () -> parse (Array.ofList arguments) |> ignore).Message

[<Fact>]
let ``all notebooks are run unless some are named`` () =
    let all = Directory.GetFiles(Path.Combine(Tool.root.Value, "notebooks"), "*.ipynb")
    (parse [||]).Notebooks |> should equal (all |> Array.sort |> List.ofArray)

    (parse [| "01" |]).Notebooks
    |> List.map Path.GetFileName
    |> should equal [ "01-first-generation.ipynb" ]

[<Fact>]
let ``a name that begins no notebook is refused`` () =
    refusal [ "no-such" ] |> should haveSubstring "There is no notebook 'no-such'"

[<Fact>]
let ``limits are seconds, and at least one`` () =
    (parse [| "--cell-limit"; "7" |]).Limits.Cell
    |> should equal (TimeSpan.FromSeconds 7.)

    refusal [ "--notebook-limit"; "0" ]
    |> should haveSubstring "--notebook-limit is 0"

    refusal [ "--jobs"; "0" ] |> should haveSubstring "--jobs is 0"

[<Fact>]
let ``what is kept has pictures`` () =
    refusal [ "--save" ] |> should haveSubstring "--pictures"
    (parse [| "--save"; "--pictures" |]).Save |> should equal true
