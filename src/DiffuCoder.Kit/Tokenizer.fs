namespace DiffuCoder

/// The byte-level BPE tokenizer of a checkpoint. Models carry theirs: `Model.tokenizer`.
type Tokenizer = DiffuCoder.Tokenization.CodeTokenizer

/// Text to token ids and back.
[<RequireQualifiedAccess>]
module Tokenizer =

    /// <summary>Loads the tokenizer of a checkpoint directory, without its weights.</summary>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">A file is missing, damaged or contradicts another.</exception>
    let load (directory: string) = Tokenizer.Load directory

    /// <summary>The ids of a text. It is taken as plain characters, so that <c>&lt;|im_end|&gt;</c> in it ends nothing.</summary>
    /// <example><code lang="fsharp">
    /// "def add(a, b):" |> Tokenizer.encode tokenizer |> Tokenizer.pieces tokenizer   // ["def"; " add"; "("; ...]
    /// </code></example>
    let encode (tokenizer: Tokenizer) (text: string) =
        tokenizer.Encode(text, parseSpecialTokens = false) |> List.ofSeq

    /// The ids of a text in which special tokens stand for themselves: `<|im_end|>` becomes one id.
    let encodeSpecial (tokenizer: Tokenizer) (text: string) = tokenizer.Encode text |> List.ofSeq

    /// The text of some ids. Special tokens are shown; bytes that are no character become U+FFFD.
    let decode (tokenizer: Tokenizer) (ids: int seq) = tokenizer.Decode ids

    /// How many tokens a text takes.
    let count (tokenizer: Tokenizer) (text: string) = encode tokenizer text |> List.length

    /// The text of each id on its own, one entry an id. A character cut in two belongs to the
    /// id that completes it, and a special token shows its name; joined they are `decode`.
    let pieces (tokenizer: Tokenizer) (ids: int seq) =
        let decoder = tokenizer.CreateDecoder()
        let texts = ids |> Seq.map decoder.Append |> List.ofSeq

        match decoder.Flush(), List.rev texts with
        | "", _ -> texts
        | unfinished, last :: before -> List.rev (last + unfinished :: before)
        | _, [] -> []
