module DiffuCoder.Core.Tests.Sampling.EndOfTextTests

open System
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Checkpoints.Files

let private folder =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Checkpoints", "end-of-text")

/// What the model in a directory writes behind "x", greedily.
let private textOf (directory: string) =
    use _ = torch.NewDisposeScope()
    use model = MaskedLanguageModel.Load directory

    let sampler =
        DiffusionSampler(model, SamplerOptions(MaxNewTokens = 8, Temperature = 0.0, TopP = 1.0), model.Tokenizer)

    let canvas =
        Canvas.Complete(model.Tokenizer.Encode "x", 8, Canvas.MaskOf model.Config)

    sampler.Generate(canvas, 1L).Text

/// The checkpoint with a changed configuration and generation configuration.
let private changed (config: JsonObject -> unit) (generation: (JsonObject -> unit) option) (directory: TemporaryDirectory) =
    for path in Directory.GetFiles folder do
        File.Copy(path, directory.File(Path.GetFileName path))

    let rewrite (name: string) change =
        let json = JsonNode.Parse(File.ReadAllText(directory.File name)).AsObject()
        change json
        File.WriteAllText(directory.File name, json.ToJsonString())

    rewrite "config.json" config

    match generation with
    | Some change -> rewrite "generation_config.json" change
    | None -> File.Delete(directory.File "generation_config.json")

    directory.Path

let private ends (value: string) (json: JsonObject) =
    json["eos_token_id"] <- JsonNode.Parse value

[<Fact>]
let ``any end that the configuration lists ends the text`` () = textOf folder |> should equal "ab"

[<Fact>]
let ``an end that only one of the two files names ends the text`` () =
    use first = new TemporaryDirectory()
    use second = new TemporaryDirectory()

    textOf (changed (ends "2042") (Some(ends "[2042,2048]")) first)
    |> should equal "ab"

    textOf (changed (ends "[2042,2048]") None second) |> should equal "ab"

[<Fact>]
let ``a token that no file names as an end does not end the text`` () =
    use directory = new TemporaryDirectory()

    textOf (changed (ends "2042") (Some(ends "2042")) directory)
    |> should equal "abcde"

[<Fact>]
let ``an end outside the model's vocabulary is refused`` () =
    use first = new TemporaryDirectory()
    use second = new TemporaryDirectory()

    for path in
        [
            changed (ends "[2042,200000]") None first
            changed ignore (Some(ends "200000")) second
        ] do
        Assert.Throws<ModelException>(fun () -> MaskedLanguageModel.Load(path).Dispose()).Message
        |> should haveSubstring "200000"

let private tokenizerSays (key: string) (value: string) (directory: TemporaryDirectory) =
    let path = changed (ends "2042") (Some(ends "2042")) directory
    let config = directory.File "tokenizer_config.json"
    let json = JsonNode.Parse(File.ReadAllText config).AsObject()
    json[key] <- JsonValue.Create value
    File.WriteAllText(config, json.ToJsonString())
    path

[<Fact>]
let ``the tokenizer's own end of text ends the text, and what its template writes behind an answer`` () =
    use first = new TemporaryDirectory()
    use second = new TemporaryDirectory()
    textOf (tokenizerSays "eos_token" "<|eot|>" first) |> should equal "ab"

    let template =
        "{% for message in messages %}{{ message['role'] + ':' + message['content'] + '<|eot|>' }}{% endfor %}"
        + "{% if add_generation_prompt %}assistant:{% endif %}"

    textOf (tokenizerSays "chat_template" template second) |> should equal "ab"

[<Fact>]
let ``a template that is not read does not keep a text from being written`` () =
    use directory = new TemporaryDirectory()

    textOf (tokenizerSays "chat_template" "{% something %}" directory)
    |> should equal "abcde"

/// The checkpoint with a tokenizer that ends before the model's table: it does not have the second end.
let private padded (directory: TemporaryDirectory) =
    let path = changed (ends "2042") (Some(ends "2042")) directory
    let tokenizer = directory.File "tokenizer.json"
    let json = JsonNode.Parse(File.ReadAllText tokenizer)
    let added = json["added_tokens"].AsArray()

    added.RemoveAll(fun token -> token["id"].GetValue<int>() = 2048)
    |> should equal 1

    File.WriteAllText(tokenizer, json.ToJsonString())
    path

[<Fact>]
let ``all ends, and what else was stated, are still there after saving`` () =
    use source = new TemporaryDirectory()
    use target = new TemporaryDirectory()

    let path =
        changed
            (ends "2042")
            (Some(fun json ->
                ends "[2048,2042]" json
                json["top_k"] <- JsonValue.Create 20))
            source

    use model = MaskedLanguageModel.Load path
    model.Save(target.File "saved", torch.ScalarType.Float32)
    use again = MaskedLanguageModel.Load(target.File "saved")
    List.ofSeq again.Generation.EndOfTextIds |> should equal [ 2042; 2048 ]
    again.Generation.Stated.GetProperty("top_k").GetInt32() |> should equal 20
    again.Config.EndOfTextId |> should equal (Nullable 2042)
    textOf (target.File "saved") |> should equal "ab"

[<Fact>]
let ``a model made from another ends its texts as that one does`` () =
    use model = MaskedLanguageModel.Load folder
    use copy = MaskedLanguageModel.Adapt model
    List.ofSeq copy.Generation.EndOfTextIds |> should equal [ 2042; 2048 ]

[<Fact>]
let ``an end that is no token id is refused with its file`` () =
    use directory = new TemporaryDirectory()
    let path = changed ignore (Some(ends "[2042,\"end\"]")) directory

    Assert.Throws<ModelException>(fun () -> MaskedLanguageModel.Load(path).Dispose()).Message
    |> should haveSubstring (Path.Combine(path, "generation_config.json"))

[<Fact>]
let ``a token of the model's that the tokenizer does not have is written and is no text, unless it is forbidden`` () =
    use _ = torch.NewDisposeScope()
    use directory = new TemporaryDirectory()
    use model = MaskedLanguageModel.Load(padded directory)

    let canvas =
        Canvas.Complete(model.Tokenizer.Encode "x", 8, Canvas.MaskOf model.Config)

    let sampled temperature known =
        let options =
            SamplerOptions(MaxNewTokens = 8, Temperature = temperature, TopP = 1.0, KnownTokensOnly = known)

        DiffusionSampler(model, options, model.Tokenizer).Generate(canvas, 1L)

    let unknown (trajectory: Trajectory) =
        trajectory.Final |> Seq.filter (fun token -> token >= 2048) |> List.ofSeq

    unknown (sampled 0.0 false) |> should equal [ 2048 ]
    (sampled 0.0 false).Text |> should equal "abcde"
    unknown (sampled 0.0 true) |> should be Empty
    unknown (sampled 1.0 true) |> should be Empty

[<Fact>]
let ``only known tokens needs a tokenizer to know them`` () =
    use model = MaskedLanguageModel.Load folder

    let sampler =
        DiffusionSampler(model, SamplerOptions(MaxNewTokens = 8, KnownTokensOnly = true))

    let canvas =
        Canvas.Complete(model.Tokenizer.Encode "x", 8, Canvas.MaskOf model.Config)

    Assert.Throws<SamplerException>(fun () -> sampler.Generate(canvas, 1L) |> ignore).Message
    |> should haveSubstring "KnownTokensOnly"
