/// The tokenizer of the tiny family: the special tokens of DiffuCoder over a byte-level BPE of the corpus.
module DiffuCoder.Tiny.Trainer.TinyTokenizer

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tokenization

let private specialTokens =
    [
        "<|endoftext|>"
        "<|im_start|>"
        "<|im_end|>"
        "<|beginoftext|>"
        "<|mask|>"
        "<|dlm_pad|>"
    ]

/// Entries, special tokens included.
[<Literal>]
let Size = 2048

/// Learns the merges from tasks and word problems of the training split.
let train (seed: uint64) =
    let code =
        Corpus.codeTasks seed Train
        |> Seq.take 20000
        |> Seq.collect (fun task ->
            let request, answer = Documents.chat task
            let head, body = Documents.pretraining task
            [ request; answer; head + body ])

    let words =
        Corpus.wordProblems seed Train
        |> Seq.take 4000
        |> Seq.collect (fun problem -> [ problem.Question; problem.WorkedAnswer ])

    let roles =
        Seq.replicate 1000 $"system\n{ChatTemplate.DefaultSystemMessage}user\nassistant\n"

    BpeTrainer.Train(Seq.concat [ code; words; roles ], Size, specialTokens)
