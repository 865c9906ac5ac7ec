module DiffuCoder.Core.Tests.Architecture.HiddenScalarsTests

open Xunit
open FsUnit.Xunit

[<Fact>]
let ``the core lets TorchSharp make no scalar that nobody holds`` () =
    HiddenScalars.callsFrom typeof<DiffuCoder.Runtime.Device>.Assembly typeof<TorchSharp.torch>.Assembly
    |> String.concat "\n"
    |> should equal ""
