module DiffuCoder.Extensions.AI.Tests.AnswerTests

open System
open System.Threading
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Kit.Tests
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Extensions.AI
open Microsoft.Extensions.AI

[<Fact>]
let ``an answer is the sampler's own text behind its prefix`` () =
    let model = Clients.tiny().GetService<MaskedLanguageModel>()
    let sampler = DiffusionSampler(model, Clients.tinyOptions, model.Tokenizer)

    let prompt =
        DiffuCoder.Tokenization.ChatEncoding.EncodeChat(
            model.Tokenizer,
            [
                DiffuCoder.Tokenization.ChatMessage(DiffuCoder.Tokenization.ChatRole.User, Clients.request)
            ],
            answerPrefix = EvaluationPrompt.AnswerPrefix
        )

    let expected =
        sampler.Generate(Canvas.Complete(prompt, 96, Canvas.MaskOf model.Config), 0L)

    let response = Clients.answer (Clients.tiny ()) null Clients.asked
    response.Text |> should equal (EvaluationPrompt.AnswerPrefix + expected.Text)
    response.Text |> should haveSubstring "def long_words(words):"
    response.FinishReason |> should equal (Nullable ChatFinishReason.Stop)
    response.ModelId |> should equal "tiny"

    response.Usage.InputTokenCount |> should equal (Nullable(int64 prompt.Count))

    response.Usage.OutputTokenCount
    |> should equal (Nullable(int64 expected.Completion.Count))

    response.Usage.TotalTokenCount
    |> should equal (Nullable(int64 (prompt.Count + expected.Completion.Count)))

    response.Usage.AdditionalCounts["passes"]
    |> should be (lessThanOrEqualTo (int64 expected.Passes.Value))

[<Fact>]
let ``an answer in JSON is that, from its first character to its last`` () =
    let schema =
        System.Text.Json.JsonDocument
            .Parse("""{"properties":{"words":{"type":"array","items":{"type":"integer"}}},"required":["words"]}""")
            .RootElement

    for client in [ Clients.tiny (); Clients.anything () ] do
        let options =
            ChatOptions(ResponseFormat = ChatResponseFormat.ForJsonSchema schema, MaxOutputTokens = Nullable 24)

        let answer = Clients.answer client options Clients.asked

        System.Text.Json.JsonDocument.Parse(answer.Text).RootElement.GetProperty("words").ValueKind
        |> should equal System.Text.Json.JsonValueKind.Array

    let short =
        ChatOptions(ResponseFormat = ChatResponseFormat.ForJsonSchema schema, MaxOutputTokens = Nullable 2)

    Assert
        .Throws<DiffuCoder.Constraints.ConstraintException>(fun () -> Clients.answer (Clients.anything ()) short Clients.asked |> ignore)
        .Message
    |> should haveSubstring "give more"

[<Fact>]
let ``an answer that fills its canvas is cut by length`` () =
    let response = Clients.answer (Clients.anything ()) null Clients.asked
    response.FinishReason |> should equal (Nullable ChatFinishReason.Length)
    response.Usage.OutputTokenCount |> should equal (Nullable 12L)

[<Fact>]
let ``an answer to several turns sees all of them`` () =
    let client = Clients.tiny ()
    let first = Clients.answer client null Clients.asked
    let one = first.Usage.InputTokenCount.Value

    let next =
        Array.append Clients.asked [| first.Messages[0]; ChatMessage(ChatRole.User, "And now the short ones.") |]

    let second = Clients.answer client null next

    second.Usage.InputTokenCount.Value
    |> should be (greaterThan (one + first.Usage.OutputTokenCount.Value))

[<Fact>]
let ``a cancelled request ends between two steps`` () =
    use stop = new CancellationTokenSource()
    stop.Cancel()

    fun () ->
        Clients.anything().GetResponseAsync(Clients.asked, null, stop.Token).GetAwaiter().GetResult()
        |> ignore
    |> should throw typeof<OperationCanceledException>

[<Fact>]
let ``a cancelled stream ends after what it has given`` () =
    use stop = new CancellationTokenSource()

    let stream =
        Clients.tiny().GetStreamingResponseAsync(Clients.asked, null, stop.Token)

    let seen = ResizeArray<string>()

    fun () ->
        for update in stream.ToBlockingEnumerable() do
            seen.Add update.Text
            stop.Cancel()
    |> should throw typeof<OperationCanceledException>

    Seq.exactlyOne seen |> should equal EvaluationPrompt.AnswerPrefix

[<Fact>]
let ``a causal model answers too`` () =
    use model = MaskedLanguageModel.Load(StandIn.causalDirectory ())

    use client =
        new DiffuCoderChatClient(model, DiffuCoderChatOptions(Sampling = SamplerOptions(MaxNewTokens = 6, StopTokens = [||])))

    (Clients.answer client null Clients.asked).Usage.OutputTokenCount
    |> should equal (Nullable 6L)

[<Fact>]
let ``the client says who answers and gives its model`` () =
    let client = Clients.tiny ()

    client.GetService<ChatClientMetadata>().ProviderName
    |> should equal "diffucoder"

    client.GetService<ChatClientMetadata>().DefaultModelId |> should equal "tiny"
    client.GetService<DiffuCoderChatClient>() |> should be (sameAs client)
    client.GetService<MaskedLanguageModel>("key") |> should be Null
    client.GetService<string>() |> should be Null

[<Fact>]
let ``disposing of a client leaves its model alone`` () =
    let client = Clients.anything ()
    (client :> IDisposable).Dispose()
    (Clients.answer client null Clients.asked).Text |> should not' (be EmptyString)
