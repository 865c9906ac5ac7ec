module DiffuCoder.Kit.Tests.TemperatureChartTests

open Xunit
open FsUnit.Xunit
open DiffuCoder

[<Fact>]
let ``a measure stands against the temperature under its own name`` () =
    let cell =
        [ Series.values "instruct" [ 0.2, 0.8125; 1.0, 0.4375 ] ]
        |> Chart.byTemperature "global AR-ness@1"
        |> Chart.toCell

    for part in [ "global AR-ness@1 by temperature"; "instruct"; "0.8125"; "0.4375"; "T = 0.2" ] do
        cell |> should haveSubstring part

[<Fact>]
let ``a chart by temperature of nothing is refused by name`` () =
    Assert.Throws<ChartException>(fun () -> Chart.byTemperature "AR-ness" [] |> ignore).Message
    |> should haveSubstring "Chart.byTemperature"
