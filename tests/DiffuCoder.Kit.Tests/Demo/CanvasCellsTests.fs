module DiffuCoder.Kit.Tests.Demo.CanvasCellsTests

open System
open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder
open DiffuCoder.Demo
open DiffuCoder.Demo.CanvasCells
open DiffuCoder.Kit.Tests

let private tokenizer = lazy Tokenizer.load (StandIn.directory ())
let private id (name: string) = tokenizer.Value.IdOf(name).Value
let private mask () = id "<|mask|>"

[<Fact>]
let ``masks, special tokens and words are told apart`` () =
    let words = Tokenizer.encode tokenizer.Value "return"
    let canvas = [| 70; mask (); yield! words; id "<|im_end|>" |]
    let cells = ofCanvas tokenizer.Value (mask ()) 1 canvas
    cells |> List.map _.Position |> should equal [ 1 .. canvas.Length - 1 ]
    cells.Head.Kind |> should equal Masked
    (List.last cells).Kind |> should equal Special

    cells
    |> List.choose (fun cell ->
        match cell.Kind with
        | Word text -> Some text
        | _ -> None)
    |> String.concat ""
    |> should equal "return"

[<Fact>]
let ``a character in two tokens is shown once, and half of one as a replacement`` () =
    let smile = Tokenizer.encode tokenizer.Value "😀" |> Array.ofList

    let texts canvas =
        ofCanvas tokenizer.Value (mask ()) 0 canvas
        |> Spans.whileWriting Spans.plain (fun _ -> None)
        |> Spans.text

    texts smile |> should equal "😀"
    texts [| smile[0]; mask () |] |> should equal "\uFFFD_"

[<Property>]
let ``nothing that a model writes can steer the terminal`` (text: string) =
    let shown = printable (if isNull text then "" else text)
    shown |> Seq.forall (fun c -> c = '\n' || not (Char.IsControl c))

[<Fact>]
let ``an escape sequence is made visible`` () =
    printable "a\027[2Jb\tc\r\n" |> should equal "a\uFFFD[2Jb    c\n"
