module DiffuCoder.Extensions.AI.Tests.StopFilterTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Extensions.AI

let private through stops pieces =
    let filter = StopFilter(Array.ofList stops)
    let given = pieces |> List.map filter.Take
    given @ [ filter.Flush() ], filter.HasStopped

[<Fact>]
let ``text before a stop sequence passes, the sequence and the rest do not`` () =
    through [ "STOP" ] [ "ab STOP cd"; "ef" ]
    |> should equal ([ "ab "; ""; "" ], true)

[<Fact>]
let ``a stop sequence in two pieces is seen`` () =
    through [ "STOP" ] [ "ab ST"; "OP cd" ]
    |> should equal ([ "ab "; ""; "" ], true)

[<Fact>]
let ``what only looked like a stop sequence passes later`` () =
    through [ "STOP" ] [ "ab ST"; "AR" ]
    |> should equal ([ "ab "; "STAR"; "" ], false)

[<Fact>]
let ``what is held back at the end passes`` () =
    through [ "STOP" ] [ "ab ST" ] |> should equal ([ "ab "; "ST" ], false)

[<Fact>]
let ``the first of several stop sequences counts`` () =
    through [ "two"; "one" ] [ "0 one two" ] |> should equal ([ "0 "; "" ], true)

[<Fact>]
let ``without stop sequences everything passes at once`` () =
    through [] [ "ab"; "cd" ] |> should equal ([ "ab"; "cd"; "" ], false)
