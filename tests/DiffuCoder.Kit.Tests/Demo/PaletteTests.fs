module DiffuCoder.Kit.Tests.Demo.PaletteTests

open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder.Demo

[<Theory>]
[<InlineData(0.0, 255, 0, 0)>]
[<InlineData(60.0, 255, 255, 0)>]
[<InlineData(120.0, 0, 255, 0)>]
[<InlineData(240.0, 0, 0, 255)>]
[<InlineData(300.0, 255, 0, 255)>]
let ``pure hues are where they should be`` (hue: float, r: int, g: int, b: int) =
    Palette.ofHsl hue 1.0 0.5 |> should equal (byte r, byte g, byte b)

[<Fact>]
let ``without saturation there is grey`` () =
    Palette.ofHsl 200.0 0.0 0.5 |> should equal (128uy, 128uy, 128uy)

[<Fact>]
let ``the order starts red, passes green and ends violet`` () =
    let r, g, b = Palette.ofOrder 0.0
    (r > g, g = b) |> should equal (true, true)
    let r, g, b = Palette.ofOrder (120.0 / 285.0)
    (g > r, r = b) |> should equal (true, true)
    let r, g, b = Palette.ofOrder 1.0
    (b > r, r > g) |> should equal (true, true)

[<Property>]
let ``shares beyond the ends are the ends`` (share: FsCheck.NormalFloat) =
    let share = share.Get

    share >= 0.0 && share <= 1.0
    || Palette.ofOrder share = Palette.ofOrder (if share < 0.0 then 0.0 else 1.0)

[<Fact>]
let ``between two colours lie their mixtures`` () =
    let black, white = (0uy, 0uy, 0uy), (255uy, 255uy, 255uy)
    Palette.between black white 0.0 |> should equal black
    Palette.between black white 1.0 |> should equal white
    Palette.between black white 0.2 |> should equal (51uy, 51uy, 51uy)
