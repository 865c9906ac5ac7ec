module DiffuCoder.Extensions.AI.Tests.RequestTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sampling
open DiffuCoder.Extensions.AI
open Microsoft.Extensions.AI

let private requestBy (own: DiffuCoderChatOptions) (options: ChatOptions) =
    SamplingRequest.Of(options, own, Clients.anything ())

let private requestOf =
    requestBy (DiffuCoderChatOptions(Sampling = SamplerOptions(MaxNewTokens = 100, Steps = 50), Seed = 3L))

[<Fact>]
let ``what a request says stands over the client's options`` () =
    let request =
        ChatOptions(
            Temperature = Nullable 0.7f,
            TopP = Nullable 0.9f,
            TopK = Nullable 40,
            MaxOutputTokens = Nullable 20,
            Seed = Nullable 9L,
            StopSequences = [| "\n\n" |]
        )
        |> requestOf

    request.Options
    |> should equal (SamplerOptions(MaxNewTokens = 20, Steps = 10, Temperature = 0.7, TopP = 0.9, TopK = Nullable 40))

    request.Seed |> should equal 9L
    List.ofSeq request.Stops |> should equal [ "\n\n" ]

[<Fact>]
let ``steps are those of whole blocks, whatever length is asked for`` () =
    let sampling =
        SamplerOptions(MaxNewTokens = 128, Steps = 128, BlockLength = Nullable 32)

    let own = DiffuCoderChatOptions(Sampling = sampling)

    for tokens, steps in [ 70, 72; 32, 32; 1, 1; 128, 128 ] do
        let request = requestBy own (ChatOptions(MaxOutputTokens = Nullable tokens))

        (request.Options.MaxNewTokens, request.Options.Steps)
        |> should equal (tokens, steps)

[<Fact>]
let ``what a request does not say is the client's`` () =
    for options in [ null; ChatOptions() ] do
        let request = requestOf options

        request.Options |> should equal (SamplerOptions(MaxNewTokens = 100, Steps = 50))

        request.Seed |> should equal 3L

[<Fact>]
let ``a request brings sampler options of its own`` () =
    let request =
        ChatOptions(RawRepresentationFactory = fun _ -> SamplerOptions.Llada)
        |> requestOf

    request.Options |> should equal SamplerOptions.Llada

let private schema (text: string) =
    System.Text.Json.JsonDocument.Parse(text).RootElement

[<Fact>]
let ``the format of an answer is what the sampler is held to`` () =
    let constraintOf (format: ChatResponseFormat) =
        (requestOf (ChatOptions(ResponseFormat = format))).Options.Constraint

    constraintOf ChatResponseFormat.Text |> should equal null
    let any = constraintOf ChatResponseFormat.Json
    any.Accepts """{"a": [1, "b"]}""" |> should equal true
    any.Accepts "[1]" |> should equal false

    let person =
        constraintOf (ChatResponseFormat.ForJsonSchema(schema """{"properties":{"age":{"type":"integer"}},"required":["age"]}"""))

    person.Accepts """{"age": 3}""" |> should equal true
    person.Accepts """{"age": "3"}""" |> should equal false

[<Fact>]
let ``text that is asked for by name undoes the client's own constraint`` () =
    let own =
        DiffuCoderChatOptions(Sampling = SamplerOptions(Constraint = DiffuCoder.Constraints.Constraint.Regex "a"))

    let constraintOf options =
        SamplingRequest.Of(options, own, Clients.anything ()).Options.Constraint

    constraintOf (ChatOptions()) |> should equal own.Sampling.Constraint

    constraintOf (ChatOptions(ResponseFormat = ChatResponseFormat.Text))
    |> should equal null

let private tool = AIFunctionFactory.Create(Func<int>(fun () -> 1), "one")

let refused: TheoryData<string, ChatOptions> =
    TheoryData<string, ChatOptions>(
        [|
            struct ("ChatOptions.Tools", ChatOptions(Tools = [| tool |]))
            struct ("ChatOptions.ToolMode", ChatOptions(ToolMode = ChatToolMode.RequireAny))
            struct ("ChatOptions.ResponseFormat",
                    ChatOptions(ResponseFormat = ChatResponseFormat.ForJsonSchema(schema """{"multipleOf":2}""")))
            struct ("ChatOptions.FrequencyPenalty", ChatOptions(FrequencyPenalty = Nullable 0.5f))
            struct ("ChatOptions.PresencePenalty", ChatOptions(PresencePenalty = Nullable 0.5f))
            struct ("ChatOptions.Reasoning", ChatOptions(Reasoning = ReasoningOptions()))
            struct ("ChatOptions.ConversationId", ChatOptions(ConversationId = "1"))
            struct ("ChatOptions.ModelId", ChatOptions(ModelId = "another"))
            struct ("ChatOptions.AdditionalProperties[\"min_p\"]",
                    ChatOptions(AdditionalProperties = AdditionalPropertiesDictionary(dict [ "min_p", box 0.1 ])))
            struct ("ChatOptions.MaxOutputTokens", ChatOptions(MaxOutputTokens = Nullable 0))
            struct ("ChatOptions.RawRepresentationFactory", ChatOptions(RawRepresentationFactory = fun _ -> "text"))
        |]
    )

[<Theory; MemberData(nameof refused)>]
let ``what cannot be honoured is refused by its name`` (name: string) (options: ChatOptions) =
    let error =
        Assert.Throws<ChatRequestException>(fun () -> Clients.answer (Clients.anything ()) options Clients.asked |> ignore)

    error.Subject |> should equal name
    error.Message |> should startWith name

[<Fact>]
let ``options that say nothing of consequence are taken`` () =
    let options =
        ChatOptions(
            Tools = [||],
            ToolMode = ChatToolMode.Auto,
            ResponseFormat = ChatResponseFormat.Text,
            FrequencyPenalty = Nullable 0.0f,
            ModelId = "Dream"
        )

    (Clients.answer (Clients.anything ()) options Clients.asked).Text
    |> should not' (be EmptyString)

[<Fact>]
let ``a picture, a tool's message and no message are refused`` () =
    let refuse (messages: ChatMessage list) =
        Assert.Throws<ChatRequestException>(fun () -> Clients.answer (Clients.anything ()) null messages |> ignore).Subject

    refuse
        [
            ChatMessage(ChatRole.User, [| DataContent("data:image/png;base64,AA==") :> AIContent |])
        ]
    |> should equal "DataContent"

    refuse [ ChatMessage(ChatRole.Tool, "1") ] |> should equal "ChatRole \"tool\""

    refuse [] |> should equal "messages"

[<Fact>]
let ``instructions are the frame, before the one that the messages bring`` () =
    let frames messages =
        [ for message in ChatMessages.Of(messages, "Be short.") -> message.Content ]

    frames [ ChatMessage(ChatRole.User, "Add.") ]
    |> should equal [ "Be short."; "Add." ]

    frames
        [
            ChatMessage(ChatRole.System, "Write Python.")
            ChatMessage(ChatRole.User, "Add.")
        ]
    |> should equal [ "Be short.\nWrite Python."; "Add." ]

[<Fact>]
let ``a stop sequence ends the answer before it and spares the steps behind it`` () =
    let client = Clients.tiny ()
    let whole = Clients.answer client null Clients.asked

    let cut =
        Clients.answer client (ChatOptions(StopSequences = [| "return" |])) Clients.asked

    cut.Text |> should equal (whole.Text.Substring(0, whole.Text.IndexOf "return"))
    cut.FinishReason |> should equal (Nullable ChatFinishReason.Stop)

    cut.Usage.AdditionalCounts["passes"]
    |> should be (lessThanOrEqualTo whole.Usage.AdditionalCounts["passes"])

[<Fact>]
let ``a value out of its range is the sampler's error`` () =
    fun () ->
        Clients.answer (Clients.anything ()) (ChatOptions(TopP = Nullable 2.0f)) Clients.asked
        |> ignore
    |> should throw typeof<SamplerException>

[<Fact>]
let ``a seed repeats an answer and another seed gives another`` () =
    let answer seed =
        (Clients.answer (Clients.anything ()) (ChatOptions(Seed = Nullable seed, Temperature = Nullable 1.0f)) Clients.asked).Text

    answer 5L |> should equal (answer 5L)
    answer 5L |> should not' (equal (answer 6L))
