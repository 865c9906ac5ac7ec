module DiffuCoder.Kit.Tests.Tiny.TinyCorpusTests

open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Tiny.Corpus

[<Fact>]
let ``requests and problems of a held-out split are those of the benchmark`` () =
    TinyCorpus.requests Split.HeldOutCombinations 3
    |> should
        equal
        [
            for task in Corpus.heldOut HeldOutCombinations |> List.truncate 3 -> Prompt.instruct task.Instruction, task.Solution + "```\n"
        ]

    TinyCorpus.wordProblems Split.HeldOutParameters 2
    |> List.map snd
    |> should
        equal
        [
            for problem in Corpus.heldOutWordProblems HeldOutParameters |> List.truncate 2 -> problem.WorkedAnswer
        ]

[<Fact>]
let ``functions and documents are the same text, and training has as many as are asked for`` () =
    let text (prompt, body) =
        match prompt with
        | Prompt.Completion head -> head + body
        | _ -> ""

    TinyCorpus.functions Split.Train 500
    |> List.map text
    |> should equal [ for document in TinyCorpus.documents Split.Train 500 -> document.Text ]

    TinyCorpus.requests Split.HeldOutParameters 1000
    |> should haveLength Corpus.HeldOutSize
