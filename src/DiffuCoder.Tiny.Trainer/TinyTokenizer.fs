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
let train (manner: Manner) (seed: uint64) =
    let code =
        Seq.init 20000 (Corpus.codeTaskIn manner seed Train)
        |> Seq.collect (fun task ->
            let request, answer = Documents.chatIn manner task
            let head, body = Documents.pretraining task
            [ request; answer; head + body ])

    let words =
        Seq.init 4000 (Corpus.wordProblemIn manner seed Train)
        |> Seq.collect (fun problem -> [ problem.Question; problem.WorkedAnswer ])

    let roles =
        Seq.replicate 1000 $"system\n{ChatTemplate.DefaultSystemMessage}user\nassistant\n"

    BpeTrainer.Train(Seq.concat [ code; words; roles ], Size, specialTokens)
