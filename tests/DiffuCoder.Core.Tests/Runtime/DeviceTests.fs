module DiffuCoder.Core.Tests.Runtime.DeviceTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime

[<Fact>]
let ``the description names the libtorch that was loaded`` () =
    Device.Describe() |> should haveSubstring "libtorch"
