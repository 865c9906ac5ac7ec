/// Chat clients over the small family and over random weights.
module DiffuCoder.Extensions.AI.Tests.Clients

open System.Threading.Tasks
open DiffuCoder.Evaluation
open DiffuCoder.Kit.Tests
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Extensions.AI
open DiffuCoder.Tiny
open Microsoft.Extensions.AI

/// As the kit's preset for the small family.
let tinyOptions = TinyFamily.samplerOptions

let private instruct =
    lazy MaskedLanguageModel.Load(TinyFamily.directory Stage.Instruct, precision = Precision.Float32)

/// A client over the small instruct model, which answers with an opened block of code.
let tiny () =
    new DiffuCoderChatClient(
        instruct.Value,
        DiffuCoderChatOptions(Sampling = tinyOptions, AnswerPrefix = EvaluationPrompt.AnswerPrefix, ModelId = "tiny")
    )

let private random = lazy MaskedLanguageModel.Load(StandIn.directory ())

/// The random weights.
let randomModel () = random.Value

/// A client over random weights, which fills its canvas with anything.
let anything () =
    new DiffuCoderChatClient(
        random.Value,
        DiffuCoderChatOptions(Sampling = SamplerOptions(MaxNewTokens = 12, Steps = 6, StopTokens = [||]))
    )

let request =
    "Write a function `long_words` that takes a list of words, keeps the words with at least 5 letters and returns how many there are."

let asked = [| ChatMessage(ChatRole.User, request) |]

/// The answer to one message, awaited.
let answer (client: IChatClient) (options: ChatOptions) (messages: ChatMessage seq) =
    client.GetResponseAsync(messages, options).GetAwaiter().GetResult()

/// All updates of a stream.
let updates (client: IChatClient) (options: ChatOptions) (messages: ChatMessage seq) =
    client.GetStreamingResponseAsync(messages, options).ToBlockingEnumerable()
    |> List.ofSeq
