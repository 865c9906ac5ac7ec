module DiffuCoder.Extensions.AI.Tests.MiddlewareTests

open System
open System.Collections.Generic
open System.Diagnostics
open Xunit
open FsUnit.Xunit
open DiffuCoder.Extensions.AI
open Microsoft.Extensions.AI
open Microsoft.Extensions.Caching.Distributed
open Microsoft.Extensions.Caching.Memory
open Microsoft.Extensions.Options

/// Counts the requests that reach the model.
type private Counting(inner: IChatClient) =
    inherit DelegatingChatClient(inner)
    member val Requests = 0 with get, set

    override client.GetResponseAsync(messages, options, stop) =
        client.Requests <- client.Requests + 1
        inner.GetResponseAsync(messages, options, stop)

[<Fact>]
let ``a cached answer asks the model once`` () =
    use counting = new Counting(Clients.tiny ())
    let cache = MemoryDistributedCache(Options.Create(MemoryDistributedCacheOptions()))
    use client = counting.AsBuilder().UseDistributedCache(cache).Build()
    let first = Clients.answer client null Clients.asked
    let second = Clients.answer client null Clients.asked
    second.Text |> should equal first.Text
    second.Usage.OutputTokenCount |> should equal first.Usage.OutputTokenCount
    counting.Requests |> should equal 1

[<Fact>]
let ``telemetry names the provider, the model, the reason and the tokens`` () =
    let seen = List<Activity>()
    let source = $"diffucoder-tests-{Guid.NewGuid()}"

    use listener =
        new ActivityListener(
            ShouldListenTo = (fun from -> from.Name = source),
            Sample = SampleActivity<ActivityContext>(fun _ -> ActivitySamplingResult.AllDataAndRecorded),
            ActivityStopped = (fun stopped -> seen.Add stopped)
        )

    ActivitySource.AddActivityListener listener

    use client =
        Clients.tiny().AsBuilder().UseOpenTelemetry(sourceName = source).Build()

    let response = Clients.answer client null Clients.asked
    let activity = Seq.exactlyOne seen
    let tag name = string (activity.GetTagItem name)
    activity.DisplayName |> should equal "chat tiny"
    tag "gen_ai.provider.name" |> should equal "diffucoder"

    tag "gen_ai.usage.input_tokens"
    |> should equal (string response.Usage.InputTokenCount)

    tag "gen_ai.usage.output_tokens"
    |> should equal (string response.Usage.OutputTokenCount)

[<Fact>]
let ``function invocation passes requests without functions, and those with functions are refused`` () =
    use client = Clients.tiny().AsBuilder().UseFunctionInvocation().Build()

    (Clients.answer client null Clients.asked).Text
    |> should haveSubstring "long_words"

    let tool = AIFunctionFactory.Create(Func<int>(fun () -> 1), "one")

    Assert.Throws<ChatRequestException>(fun () -> Clients.answer client (ChatOptions(Tools = [| tool |])) Clients.asked |> ignore)
    |> _.Subject
    |> should equal "ChatOptions.Tools"
