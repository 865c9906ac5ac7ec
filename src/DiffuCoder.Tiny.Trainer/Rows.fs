/// Documents as token rows: which tokens are read, and from which one on they are learned.
module DiffuCoder.Tiny.Trainer.Rows

open System
open DiffuCoder.Datasets
open DiffuCoder.Runtime
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tokenization

/// Longest row; longer ones are left out.
[<Literal>]
let Longest = 224

let private id (tokenizer: CodeTokenizer) (name: string) = tokenizer.IdOf(name).Value

/// One row in so many is a word problem.
let private isWordProblem manner index =
    match manner with
    | OneStyle -> index % 6 = 5
    | ManyStyles -> index % 4 = 3

/// How many tokens follow a completion's end: one row in so many fills the whole canvas, whatever the length of its text,
/// so that a full canvas says nothing about that length; the others end soon after their text, which is cheaper to read.
let private fillSome (dice: RandomStream) (oneIn: int) (length: int) =
    let room = max 0 (TinyFamily.CompletionLength - length)

    if dice.NextInt oneIn = 0 then
        room
    else
        dice.NextInt(min 6 room + 1)

/// How many tokens follow a completion's end: the whole canvas in seven rows of eight, any part of it in the others. Where most
/// canvases end close to their text, the model learns to write at the canvas's far end, which no answer of ordinary length reaches.
let private fillMost (dice: RandomStream) (length: int) =
    let room = max 0 (TinyFamily.CompletionLength - length)
    if dice.NextInt 8 > 0 then room else dice.NextInt(room + 1)

/// A row with more at its end, of which so many tokens more are given.
let private filled (row: TokenRow) ending given =
    TokenRow(Array.append (Array.ofSeq row.Tokens) ending, row.LearnedFrom + given)

/// A document whose first part could be a prompt; the ending fills the canvas that would follow it.
let private document
    (ending: RandomStream -> int -> int)
    (tokenizer: CodeTokenizer)
    (dice: RandomStream)
    (prompt: string, completion: string)
    =
    let row = TokenRows.Of(tokenizer, Document(prompt + completion))
    let written = tokenizer.Encode(completion, parseSpecialTokens = false).Count
    filled row (Array.create (ending dice written) (id tokenizer "<|endoftext|>")) 0

/// A conversation. The beginning that all answers with code share is given in most rows, as the prompts of the paper give it.
let private conversation
    (ending: RandomStream -> int -> int)
    (tokenizer: CodeTokenizer)
    (dice: RandomStream)
    (request: string, answer: string)
    =
    let row =
        TokenRows.Of(
            tokenizer,
            Conversation
                [|
                    ChatMessage(ChatRole.User, request)
                    ChatMessage(ChatRole.Assistant, answer)
                |]
        )

    let opening =
        if answer.StartsWith(Documents.AnswerPrefix, StringComparison.Ordinal) then
            tokenizer.Encode(Documents.AnswerPrefix, parseSpecialTokens = false).Count
        else
            0

    let given = if dice.NextInt 8 = 0 then 0 else opening

    let length = row.Tokens.Count - row.LearnedFrom - given
    filled row (Array.create (ending dice length) (id tokenizer "<|dlm_pad|>")) given

/// Whether a row is short enough, and its answer for the canvas it would be written on.
let private fits manner (row: TokenRow) =
    row.Tokens.Count <= Longest
    && (manner = OneStyle
        || row.Tokens.Count - row.LearnedFrom <= TinyFamily.CompletionLength)

let private make isWordProblem ofCode ofWords manner (tokenizer: CodeTokenizer) (seed: uint64) (count: int) =
    let build index =
        let dice = RandomSource(int64 seed).Derive(int64 index).Stream()

        if isWordProblem manner index then
            ofWords tokenizer dice (Corpus.wordProblemIn manner seed Train index)
        else
            ofCode tokenizer dice (Corpus.codeTaskIn manner seed Train index)

    Array.Parallel.init count build |> Array.filter (fits manner)

let private documentsEnding ending manner =
    make
        isWordProblem
        (fun tokenizer dice task -> document ending tokenizer dice (Documents.pretraining task))
        (fun tokenizer dice problem -> document ending tokenizer dice (Documents.pretrainingOfWordProblem problem))
        manner

/// Rows of the ancestor: plain documents, each with one <|endoftext|>.
let documents manner = documentsEnding (fun _ _ -> 0) manner

/// Rows of the base model: plain documents, of which one in four goes on with <|endoftext|> as far as a canvas would.
let canvases manner =
    documentsEnding (fun dice written -> fillSome dice 4 (written + 1)) manner

let private conversationsOf isWordProblem ending manner =
    make
        isWordProblem
        (fun tokenizer dice task -> conversation ending tokenizer dice (Documents.chatIn manner task))
        (fun tokenizer dice problem -> conversation ending tokenizer dice (Documents.chatOfWordProblem problem))
        manner

let private conversationsEnding ending manner =
    conversationsOf isWordProblem ending manner

/// Conversations of which the answer, and the padding after it, is learned; half of them end soon after their text.
let shortConversations manner =
    conversationsEnding (fun dice length -> fillSome dice 2 length) manner

/// Rows of the instruct model: conversations on the whole canvas.
let conversations manner = conversationsEnding fillMost manner

/// The same with more arithmetic: two rows in five are word problems.
let conversationsWithMoreWords manner =
    conversationsOf (fun _ index -> index % 5 >= 3) fillMost manner

/// Conversations without padding, for a causal model.
let causalConversations manner =
    conversationsEnding (fun _ _ -> 0) manner
