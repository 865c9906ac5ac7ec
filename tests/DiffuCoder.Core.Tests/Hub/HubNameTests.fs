module DiffuCoder.Core.Tests.Hub.HubNameTests

open System.IO
open Xunit
open FsUnit.Xunit
open DiffuCoder.Hub
open DiffuCoder.Core.Tests.Checkpoints.Files

[<Theory>]
[<InlineData("apple/DiffuCoder-7B-cpGRPO", "apple/DiffuCoder-7B-cpGRPO", "main")>]
[<InlineData("owner/name@v1.0", "owner/name", "v1.0")>]
[<InlineData("owner/name@refs/pr/3", "owner/name", "refs/pr/3")>]
[<InlineData("gpt2", "gpt2", "main")>]
let ``a repository is read with its revision`` (text: string) (name: string) (revision: string) =
    let repository = HubRepository.Parse text
    (repository.Name, repository.Revision) |> should equal (name, revision)

[<Theory>]
[<InlineData("")>]
[<InlineData("a/b/c")>]
[<InlineData("../name")>]
[<InlineData("./models/x")>]
[<InlineData("/models/x")>]
[<InlineData("owner/na--me")>]
[<InlineData("owner/name@")>]
[<InlineData("owner/name@../x")>]
[<InlineData("owner/name@/x")>]
[<InlineData("owner/name.")>]
[<InlineData("owner/na me")>]
[<InlineData("owner/name\n")>]
let ``what is no name is refused`` (text: string) =
    Assert.Throws<HubException>(fun () -> HubRepository.Parse text |> ignore).Fault
    |> should equal HubFault.BadName

let private read variables =
    HubSettings.From((fun name -> variables |> Map.ofList |> Map.tryFind name |> Option.toObj), "/home/user")

[<Fact>]
let ``the cache is where Hugging Face's tools have it`` () =
    (read []).CacheFolder |> should equal "/home/user/.cache/huggingface/hub"

    (read [ "XDG_CACHE_HOME", "/c" ]).CacheFolder
    |> should equal "/c/huggingface/hub"

    (read [ "HF_HOME", "/h"; "XDG_CACHE_HOME", "/c" ]).CacheFolder
    |> should equal "/h/hub"

    (read [ "HF_HUB_CACHE", "~/x"; "HF_HOME", "/h" ]).CacheFolder
    |> should equal "/home/user/x"

[<Fact>]
let ``a token is given by a variable or a file`` () =
    use folder = new TemporaryDirectory()
    File.WriteAllText(folder.File "token", " hf_file\n")
    (read [ "HF_HOME", folder.Path ]).Token |> should equal "hf_file"

    (read [ "HF_HOME", folder.Path; "HF_TOKEN", "hf_variable" ]).Token
    |> should equal "hf_variable"

    (read [ "HF_HOME", "/nowhere" ]).Token |> should equal null

[<Fact>]
let ``settings that make no sense are refused by name`` () =
    Assert.Throws<HubException>(fun () -> read [ "HF_ENDPOINT", "hub" ] |> ignore).Message
    |> should haveSubstring "HF_ENDPOINT"

    Assert.Throws<HubException>(fun () -> read [ "HF_HUB_OFFLINE", "perhaps" ] |> ignore).Message
    |> should haveSubstring "HF_HUB_OFFLINE"

    (read [ "HF_HUB_OFFLINE", "yes" ]).IsOffline |> should equal true
    (read [ "HF_ENDPOINT", "http://127.0.0.1:1/" ]).Endpoint.Port |> should equal 1
