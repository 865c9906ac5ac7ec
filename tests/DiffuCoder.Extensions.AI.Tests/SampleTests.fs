module DiffuCoder.Extensions.AI.Tests.SampleTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Samples
open DiffuCoder.Tiny
open Microsoft.Extensions.AI
open Microsoft.Extensions.DependencyInjection

[<Fact>]
let ``the sample registers a model and streams its answer`` () =
    use provider =
        ChatClient.Add(ServiceCollection(), TinyFamily.directory Stage.Instruct, Clients.tinyOptions).BuildServiceProvider()

    use output = new StringWriter()

    ChatClient.RunAsync(provider.GetRequiredService<IChatClient>(), Clients.request, output).GetAwaiter().GetResult()

    output.ToString() |> should haveSubstring "def long_words(words):"
    output.ToString() |> should endWith "(stop)\n"
