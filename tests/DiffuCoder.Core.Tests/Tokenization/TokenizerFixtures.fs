module DiffuCoder.Core.Tests.Tokenization.TokenizerFixtures

open System
open System.IO
open DiffuCoder.Tokenization

let fixture name =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Tokenization", name)

/// A directory that is there for the length of an action.
let withDirectory (action: string -> 'a) =
    let directory = Directory.CreateTempSubdirectory "diffucoder-tokenizer-"

    try
        action directory.FullName
    finally
        directory.Delete true

let specialTokens =
    [| "<|endoftext|>"
       "<|im_start|>"
       "<|im_end|>"
       "<|beginoftext|>"
       "<|mask|>"
       "<|dlm_pad|>" |]

let corpus = lazy (File.ReadAllText(fixture "corpus.txt"))

let smallVocabulary =
    lazy (BpeTrainer.Train([ corpus.Value ], 700, specialTokens))

/// A small tokenizer of our own, trained on the text in the fixtures.
let smallTokenizer = lazy (smallVocabulary.Value.ToTokenizer())
