module DiffuCoder.Kit.Tests.DeviceTests

open Xunit
open FsUnit.Xunit
open DiffuCoder

[<Fact>]
let ``the description names the processor`` () =
    Device.describe () |> should haveSubstring "cpu"
