/// Documents as token rows: which tokens are read, and from which one on they are learned.
module DiffuCoder.Tiny.Trainer.Rows

open DiffuCoder.Runtime
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tokenization

type Row =
    {
        Tokens: int[]
        /// Index of the first token that is learned: 0 for a document, the answer's first for a conversation.
        LearnedFrom: int
    }

/// Longest row; longer ones are left out.
[<Literal>]
let Longest = 224

let private id (tokenizer: CodeTokenizer) (name: string) = tokenizer.IdOf(name).Value

/// One word problem to so many code tasks.
let private isWordProblem index = index % 6 = 5

/// Half of the rows end soon after their text, the others anywhere up to the longest completion, as canvases do.
let private fill (dice: RandomStream) (length: int) =
    let room = max 0 (TinyFamily.CompletionLength - length)

    if room = 0 then 0
    elif dice.NextInt 2 = 0 then dice.NextInt(min 6 room + 1)
    else dice.NextInt(room + 1)

let private document (tokenizer: CodeTokenizer) (dice: RandomStream) (text: string) =
    let tokens = tokenizer.Encode(text, parseSpecialTokens = false)

    let ending =
        Array.create (1 + fill dice tokens.Count) (id tokenizer "<|endoftext|>")

    {
        Tokens = Array.append (Array.ofSeq tokens) ending
        LearnedFrom = 0
    }

let private conversation (tokenizer: CodeTokenizer) (dice: RandomStream) (request: string, answer: string) =
    let prompt = ChatTemplate.Encode(tokenizer, [ ChatMessage(ChatRole.User, request) ])
    let answer = tokenizer.Encode(answer, parseSpecialTokens = false)
    let padding = Array.create (fill dice answer.Count) (id tokenizer "<|dlm_pad|>")

    {
        Tokens =
            Array.concat
                [
                    Array.ofSeq prompt
                    Array.ofSeq answer
                    [| id tokenizer "<|im_end|>" |]
                    padding
                ]
        LearnedFrom = prompt.Count
    }

let private make ofCode ofWords (tokenizer: CodeTokenizer) (seed: uint64) (count: int) =
    let build index =
        let dice = RandomSource(int64 seed).Derive(int64 index).Stream()

        if isWordProblem index then
            ofWords tokenizer dice (Corpus.wordProblem seed Train index)
        else
            ofCode tokenizer dice (Corpus.codeTask seed Train index)

    Array.Parallel.init count build
    |> Array.filter (fun row -> row.Tokens.Length <= Longest)

/// Rows of the ancestor and of the base model: plain documents that end in <|endoftext|>.
let documents =
    make (fun tokenizer dice task -> document tokenizer dice (Documents.pretraining task)) (fun tokenizer dice problem ->
        document tokenizer dice (Documents.pretrainingOfWordProblem problem))

/// Rows of the instruct model: conversations of which the answer, and the padding after it, is learned.
let conversations =
    make (fun tokenizer dice task -> conversation tokenizer dice (Documents.chat task)) (fun tokenizer dice problem ->
        conversation tokenizer dice (Documents.chatOfWordProblem problem))
