namespace DiffuCoder

open DiffuCoder.Tokenization

/// One message of a conversation; see `Prompt.user`, `Prompt.system`, `Prompt.assistant`.
type ChatMessage = DiffuCoder.Tokenization.ChatMessage

/// A piece of a text with holes.
[<RequireQualifiedAccess>]
type Part =
    /// Known text.
    | Text of string
    /// A hole of so many tokens, to be filled in.
    | Masks of int
    /// A hole of so many tokens whose text is in a language, all of it: `Part.Constrained(4, Constraint.regex "[a-z]+")`.
    | Constrained of masks: int * language: Constraint

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
    /// Text with holes, each so many tokens wide. <c>MaxNewTokens</c> has no
    /// say. In front stands what the tokenizer's files put before a text.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Prompt.infill [ Part.Text "def add(a, b):\n    return "; Part.Masks 3; Part.Text "\n" ]
    /// </code></example>
    let infill (parts: Part list) = Prompt.Infill parts

    /// Token ids to go on from, as they are.
    let tokens (ids: int seq) = Prompt.Tokens(List.ofSeq ids)

    let private maskOf (model: Model) = Sampling.Canvas.MaskOf model.Config

    let private holes mask count =
        if count >= 1 then
            List.replicate count mask
        else
            raise (Sampling.SamplerException $"A hole of {count} tokens cannot be filled; Part.Masks takes at least 1.")

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
            let idsOf =
                function
                | Part.Text text -> Tokenizer.encode (Model.tokenizer model) text
                | Part.Masks count
                | Part.Constrained(count, _) -> holes mask count

            let isText =
                function
                | Part.Text _ -> true
                | Part.Masks _
                | Part.Constrained _ -> false

            let before =
                if List.exists isText parts then
                    List.ofSeq (Model.tokenizer model).Prefix
                else
                    []

            let pieces = parts |> List.map idsOf
            let starts = pieces |> List.scan (fun at ids -> at + List.length ids) before.Length

            let constrained =
                [|
                    for part, start in Seq.zip parts starts do
                        match part with
                        | Part.Constrained(count, language) -> Sampling.ConstrainedHole(start, count, language)
                        | _ -> ()
                |]

            match List.concat pieces with
            | [] -> raise (Sampling.SamplerException "There is nothing to fill in: the text has neither words nor holes.")
            | ids -> Sampling.Canvas(ResizeArray(before @ ids), 0, Holes = constrained)
