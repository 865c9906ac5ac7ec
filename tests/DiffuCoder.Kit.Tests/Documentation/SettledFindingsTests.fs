module DiffuCoder.Kit.Tests.Documentation.SettledFindingsTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Findings
open DiffuCoder.Kit.Tests.Documentation.Pages

[<Fact>]
let ``the page of the small family has the table of what was measured`` () =
    let table = SettledFindings.read (inRepository Report.file) |> SettledFindings.table

    File.ReadAllText(inRepository "docs/small-family.md")
    |> should haveSubstring table.Markdown
