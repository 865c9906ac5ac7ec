/// Vocabularies of a few tokens, each given by its bytes, for texts that are compared with every way of filling them.
module DiffuCoder.Core.Tests.Constraints.ByteTokens

open DiffuCoder.Constraints

/// Ids that are no text; the second one ends a text. The bytes of a vocabulary are those of the tokens from 2 on.
let maskId, stopId = 0, 1

let size (vocabulary: byte list list) = vocabulary.Length + 2

/// What stands where a token is, or a mask where there is none.
let cell (vocabulary: byte list list) (token: int option) =
    match token with
    | None -> Cell(CellKind.Masked, maskId, [||])
    | Some id when id = stopId -> Cell(CellKind.Stop, id, [||])
    | Some id -> Cell(CellKind.Text, id, Array.ofList vocabulary[id - 2])

let trie (vocabulary: byte list list) =
    TokenTrie(
        [
            for i, bytes in List.indexed vocabulary -> struct (i + 2, Array.ofList bytes)
        ],
        size vocabulary
    )

/// The tokens that end a text, where one does.
let stops (vocabulary: byte list list) endsByStop =
    if endsByStop then
        TokenSet.Of([ stopId ], size vocabulary)
    else
        null
