module DiffuCoder.Kit.Tests.TokenizerTests

open Xunit
open FsUnit.Xunit
open DiffuCoder

let private tokenizer () = Tokenizer.load (StandIn.directory ())

[<Fact>]
let ``text survives encoding and decoding`` () =
    let text = "def total(values):\n    return \"Größe → 3\"\n"

    text
    |> Tokenizer.encode (tokenizer ())
    |> Tokenizer.decode (tokenizer ())
    |> should equal text

[<Fact>]
let ``a special token in a text is plain characters unless asked for`` () =
    let tokenizer = tokenizer ()
    let mask = "<|mask|>"
    Tokenizer.encodeSpecial tokenizer mask |> should haveLength 1
    Tokenizer.encode tokenizer mask |> List.length |> should be (greaterThan 1)

    Tokenizer.count tokenizer mask
    |> should equal (Tokenizer.encode tokenizer mask).Length

[<Fact>]
let ``pieces are one a token and never hold half a character`` () =
    let tokenizer = tokenizer ()
    let text = "return 'ü→😀'"
    let ids = Tokenizer.encode tokenizer text
    let pieces = Tokenizer.pieces tokenizer ids
    pieces |> should haveLength ids.Length
    String.concat "" pieces |> should equal text
    pieces |> List.exists _.Contains('\uFFFD') |> should equal false

[<Fact>]
let ``an unfinished character is shown in the last piece`` () =
    let tokenizer = tokenizer ()
    let unfinished = Tokenizer.encode tokenizer "😀" |> List.take 2
    Tokenizer.pieces tokenizer unfinished |> should equal [ ""; "\uFFFD" ]

[<Fact>]
let ``nothing has no pieces`` () =
    Tokenizer.pieces (tokenizer ()) [] |> should be Empty
