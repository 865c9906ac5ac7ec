namespace DiffuCoder

open DiffuCoder.Tokenization

/// One message of a conversation; see `Prompt.user`, `Prompt.system`, `Prompt.assistant`.
type ChatMessage = DiffuCoder.Tokenization.ChatMessage

/// What a model is asked to go on from or to fill in. It becomes tokens when a model is there: the same prompt can be given to several.
[<RequireQualifiedAccess>]
type Prompt =
    /// A conversation in the format of the tokenizer's own chat template, the assistant's answer opened and begun with a prefix.
    | Chat of messages: ChatMessage list * answerPrefix: string
    /// Text to go on from.
    | Completion of string
    /// Text with holes anywhere.
    | Infill of Part list
    /// Token ids to go on from.
    | Tokens of int list

/// Making prompts.
[<RequireQualifiedAccess>]
module Prompt =

    /// How the answers of an instruction-tuned model begin in the paper's evaluations: a line of introduction and an opened Python fence.
    [<Literal>]
    let AnswerPrefix = "Here is the code to solve this problem:\n```python\n"

    /// The message that sets the frame of a conversation; without one the model's chat template says which it is, if any.
    let system (content: string) = ChatMessage(ChatRole.System, content)

    /// What the user says.
    let user (content: string) = ChatMessage(ChatRole.User, content)

    /// What the model said before.
    let assistant (content: string) =
        ChatMessage(ChatRole.Assistant, content)

    /// A conversation, the answer to which the model writes.
    let conversation (messages: ChatMessage list) = Prompt.Chat(messages, "")

    /// <summary>A request for an answer in words.</summary>
    /// <example><code lang="fsharp">
    /// Prompt.chat "Ann has 3 boxes with 4 apples each. How many apples has she?"
    /// </code></example>
    let chat (request: string) = conversation [ user request ]

    /// <summary>
    /// A request for Python code. The answer is begun with <c>AnswerPrefix</c>,
    /// so that the model writes code at once, as in the paper's evaluations.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Prompt.instruct "Write a function that returns the n-th Fibonacci number."
    /// |> Sampler.generate model SamplerOptions.Tiny
    /// |> Trajectory.code
    /// </code></example>
    let instruct (request: string) =
        Prompt.Chat([ user request ], AnswerPrefix)

    /// <summary>
    /// Source code to go on with; for base models. In front stands what the tokenizer's
    /// files put before a text: nothing for most, a begin of text for Llama's.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Prompt.complete "def fibonacci(n):\n"
    /// </code></example>
    let complete (text: string) = Prompt.Completion text

    /// <summary>
    /// Text with holes, each so many tokens wide, or of one of several widths among which <c>Holes.fill</c> chooses.
    /// <c>MaxNewTokens</c> has no say. In front stands what the tokenizer's files put before a text.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Prompt.infill [ Part.Text "def add(a, b):\n    return "; Part.Masks 3; Part.Text "\n" ]
    /// </code></example>
    let infill (parts: Part list) = Prompt.Infill parts

    /// <summary>
    /// The same text with holes that may begin and end within a token. A hole in <c>val|ues</c> stands between tokens that the model
    /// has never seen there: it is given the piece of text on either side, to write again as it stands, with tokens that span the border
    /// or not. One of a range may be longer by what these pieces take, which makes more lengths to choose from; one of a fixed length is
    /// longer by just that, so that a range is better. The text of a hole has these pieces at its ends. A hole behind which nothing is
    /// known stays as it is: a text may end in it.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">The prompt is no text with holes.</exception>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">
    /// The text needs normalising and the process has no Unicode data (invariant globalization).
    /// </exception>
    /// <example><code lang="fsharp">
    /// Prompt.infill [ Part.Text "def total(val"; Part.Lengths [ 1..6 ]; Part.Text "):\n    return sum(values)\n" ]
    /// |> Prompt.healed (Model.tokenizer model)
    /// |> Holes.fill model SamplerOptions.Tiny HoleOptions.Default
    /// |> Holes.text
    /// </code></example>
    let healed (tokenizer: Tokenizer) (prompt: Prompt) : Prompt =
        match prompt with
        | Prompt.Infill parts -> Healing.parts tokenizer parts |> infill
        | _ ->
            raise (
                Sampling.SamplerException
                    "Only a text with holes has borders to heal, and this prompt is gone on from; make it with Prompt.infill."
            )

    /// Token ids to go on from, as they are.
    let tokens (ids: int seq) = Prompt.Tokens(List.ofSeq ids)

    let private maskOf (model: Model) = Sampling.Canvas.MaskOf model.Config

    let private openPart (model: Model) =
        function
        | Part.Text text ->
            Tokenizer.encode (Model.tokenizer model) text
            |> ResizeArray
            |> Sampling.OpenPart.Known
        | Part.Masks count -> Sampling.OpenPart.Hole([ count ])
        | Part.Constrained(count, language) -> Sampling.OpenPart.Hole([ count ], language)
        | Part.Lengths lengths -> Sampling.OpenPart.Hole(lengths)
        | Part.ConstrainedLengths(lengths, language) -> Sampling.OpenPart.Hole(lengths, language)
        | Part.EndOfText ->
            match Option.ofNullable model.Config.EndOfTextId with
            | Some token -> Sampling.OpenPart.Known [| token |]
            | None -> raise (Sampling.SamplerException "The model's configuration names no end token; leave Part.EndOfText out.")

    /// A text with holes as the core knows it; in front stands what the tokenizer's files put before a text.
    let internal openCanvas (model: Model) (parts: Part list) : Sampling.OpenCanvas =
        let open' = parts |> List.map (openPart model)

        // also where a hole took the text over
        let hasText =
            function
            | Part.Text _
            | Part.EndOfText -> true
            | _ -> false

        let isEmpty (part: Sampling.OpenPart) =
            part.Tokens.Count = 0 && part.Lengths.Count = 0

        if List.exists hasText parts && not (List.forall isEmpty open') then
            Sampling.OpenCanvas [| Sampling.OpenPart.Known (Model.tokenizer model).Prefix; yield! open' |]
        else
            Sampling.OpenCanvas open'

    /// <summary>The canvas that a prompt becomes: the tokens known, and masks where the model is to write.</summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">
    /// An option is out of its range, the prompt is empty, or the model has no mask token.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Tokenization.TokenizerException">The model has no tokenizer, or not one for chats.</exception>
    let canvas (model: Model) (options: SamplerOptions) (prompt: Prompt) =
        let options = CoreOptions.ofOptions options
        let mask = maskOf model

        let complete (ids: int seq) =
            Sampling.Canvas.Complete(ResizeArray ids, options.MaxNewTokens, mask)

        match prompt with
        | Prompt.Tokens ids -> complete ids
        | Prompt.Completion text -> (Model.tokenizer model).EncodePrompt text |> complete
        | Prompt.Chat([], _) -> raise (Sampling.SamplerException "A conversation needs at least one message.")
        | Prompt.Chat(messages, prefix) -> (Model.tokenizer model).EncodeChat(messages, answerPrefix = prefix) |> complete
        | Prompt.Infill parts ->
            let text = openCanvas model parts

            if text.Combinations > 1L then
                raise (
                    Sampling.SamplerException
                        $"The holes have {text.Combinations} combinations of lengths, and the sampler fills one; Holes.fill chooses."
                )

            let alone = text.Candidates(mask, 1) |> Seq.exactlyOne
            alone.Canvas
