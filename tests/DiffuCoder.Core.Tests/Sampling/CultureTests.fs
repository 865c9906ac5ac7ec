/// They change the culture of the process's thread.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Sampling.CultureTests

open System.Globalization
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sampling

[<Fact>]
let ``strategies and caches are written the same in every language`` () =
    let before = CultureInfo.CurrentCulture

    try
        CultureInfo.CurrentCulture <- CultureInfo.GetCultureInfo "de-DE"

        [ string (Remasking.Factor 1.5); string (Cache.Adaptive 0.25) ]
        |> should equal [ "factor 1.5"; "adaptive 0.25" ]
    finally
        CultureInfo.CurrentCulture <- before
