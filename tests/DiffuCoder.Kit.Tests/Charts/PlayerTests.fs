module DiffuCoder.Kit.Tests.Charts.PlayerTests

open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Kit.Tests.Charts.Figures
open DiffuCoder.Kit.Tests.StandIn

let private playerOf answer =
    answer |> Player.ofTrajectory tokenizer.Value

/// What the script of a player gets.
let private dataOf answer =
    let html = playerOf answer |> Player.toCell
    let start = html.LastIndexOf ", {" + 2

    let data =
        JsonDocument.Parse(html.Substring(start, html.LastIndexOf "});" + 1 - start)).RootElement

    data.GetProperty("rounds")[0]

[<Fact>]
let ``every step says where it wrote what, how surely and out of what entropy`` () =
    let data = backwards "a b" |> dataOf
    let count = (at "cells" data).GetArrayLength()
    let steps = items "steps" data
    steps |> should haveLength count

    for step, reveals in List.indexed steps do
        reveals.GetArrayLength() |> should equal 1
        let reveal = reveals[0]
        reveal[0].GetInt32() |> should equal (count - 1 - step)

        reveal[1].GetString()
        |> should equal (text "text" (List.item (count - 1 - step) (items "cells" data)))

        reveal[3].GetDouble() |> should equal 0.5
        reveal[4].GetDouble() |> should equal 0.25

[<Fact>]
let ``what stood there before the first step is known, and padding is special`` () =
    let padding = tokenizer.Value.SpecialTokens["<|dlm_pad|>"]
    let data = generation [ 7; 8; padding ] 2 [ 4; 3 ] |> dataOf
    let cells = items "cells" data

    [ for cell in cells -> (at "known" cell).GetBoolean() ]
    |> should equal [ true; false; false ]

    [ for cell in cells -> (at "special" cell).GetBoolean() ]
    |> should equal [ false; false; true ]

[<Fact>]
let ``text of a model is never markup`` () =
    let html =
        backwards "</script><img src=x onerror=alert(1)>" |> playerOf |> Player.toCell

    Regex.Matches(html, "</script").Count |> should equal 1
    html |> should not' (haveSubstring "<img")
    html |> should haveSubstring "&lt;/script&gt;&lt;img" // the text is there where no scripts run

[<Fact>]
let ``several players in one page have ids of their own`` () =
    let idOf (player: Player) =
        Regex.Match(Player.toCell player, "id=\"(\w+)\"").Groups[1].Value

    let answer = backwards "a"
    idOf (playerOf answer) |> should not' (equal (idOf (playerOf answer)))

[<Fact>]
let ``a player is saved as a page that needs no network`` () =
    let file = Path.Combine(temporaryFolder (), "player.html")
    backwards program |> playerOf |> Player.save file
    let page = File.ReadAllText file
    page |> should startWith "<!DOCTYPE html>"
    page |> should not' (haveSubstring "http")

[<Fact>]
let ``a generation that wrote nothing has no player`` () =
    fails (fun () -> generation [ 7 ] 1 [] |> playerOf)
    |> should haveSubstring "nothing to play"
