module DiffuCoder.Extensions.AI.Tests.ServiceTests

open System
open System.Collections.Generic
open Xunit
open FsUnit.Xunit
open DiffuCoder.Checkpoints
open DiffuCoder.Kit.Tests
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Extensions.AI
open Microsoft.Extensions.AI
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Logging

type private Lines() =
    member val Written = List<LogLevel * string>()

    interface ILogger<DiffuCoderChatClient> with
        member _.BeginScope _ = null
        member _.IsEnabled _ = true

        member lines.Log(level, _, state, error, format) =
            lines.Written.Add(level, format.Invoke(state, error))

let private options =
    DiffuCoderChatOptions(Sampling = SamplerOptions(MaxNewTokens = 8, Steps = 4, StopTokens = [||]))

[<Fact>]
let ``a container gives one model and its client, and disposes of the model`` () =
    let provider =
        ServiceCollection().AddDiffuCoder(StandIn.directory (), options).BuildServiceProvider()

    let client = provider.GetRequiredService<IChatClient>()

    client
    |> should be (sameAs (provider.GetRequiredService<DiffuCoderChatClient>()))

    let model = provider.GetRequiredService<MaskedLanguageModel>()
    client.GetService<MaskedLanguageModel>() |> should be (sameAs model)
    (Clients.answer client null Clients.asked).Text |> should not' (be EmptyString)
    let weight = Seq.head model.Parameters.Values
    provider.Dispose()
    weight.IsInvalid |> should equal true

[<Fact>]
let ``loading and answering are logged`` () =
    let lines = Lines()

    use provider =
        ServiceCollection()
            .AddSingleton<ILogger<DiffuCoderChatClient>>(lines)
            .AddDiffuCoder(StandIn.directory (), options, precision = Precision.Float32)
            .BuildServiceProvider()

    Clients.answer (provider.GetRequiredService<IChatClient>()) null Clients.asked
    |> ignore

    let levels, texts = List.ofSeq lines.Written |> List.unzip
    levels |> should equal [ LogLevel.Information; LogLevel.Debug ]
    texts[0] |> should startWith $"Loaded Dream from {StandIn.directory ()} in "
    texts[0] |> should haveSubstring "Float32"
    texts[1] |> should haveSubstring "with 8 in 4 passes"
    texts[1] |> should endWith "ended by length."

[<Fact>]
let ``the model is loaded when it is asked for`` () =
    use provider =
        ServiceCollection().AddDiffuCoder("no such folder").BuildServiceProvider()

    fun () -> provider.GetRequiredService<IChatClient>() |> ignore
    |> should throw typeof<CheckpointException>

[<Fact>]
let ``the library's own registration puts middleware around the client`` () =
    let services = ServiceCollection().AddDiffuCoder(StandIn.directory (), options)

    services.AddChatClient(fun provider -> provider.GetRequiredService<DiffuCoderChatClient>() :> IChatClient).UseFunctionInvocation()
    |> ignore

    use provider = services.BuildServiceProvider()
    let client = provider.GetRequiredService<IChatClient>()
    client |> should be instanceOfType<FunctionInvokingChatClient>

    (Clients.answer client null Clients.asked).Usage.OutputTokenCount
    |> should equal (Nullable 8L)
