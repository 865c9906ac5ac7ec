module DiffuCoder.Core.Tests.Sampling.CausalSamplerTests

open System
open System.Linq
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Sampling

let private model = lazy (SmallModels.createCausal 7L)

let private prompts = [ [| 1; 2; 3 |]; [| 4; 5; 6; 7; 8; 9 |]; [| 10 |] ]

let private canvas newTokens (prompt: int[]) =
    Canvas.Complete(prompt, newTokens, Canvas.Unwritten)

let private options temperature =
    // no token ends the text
    SamplerOptions(MaxNewTokens = 9, Steps = 1, Temperature = temperature, TopP = 1.0, StopTokens = [||])

let private generate options (prompts: int[] list) =
    DiffusionSampler(model.Value, options).Generate([| for prompt in prompts -> canvas 9 prompt |], 3L)
    |> List.ofSeq

/// The likeliest token after the other, each by a pass over the whole text.
let private naive (prompt: int[]) =
    use _ = torch.no_grad ()

    let next (text: int[]) =
        use _ = torch.NewDisposeScope()
        let tokens = (torch.tensor (Array.map int64 text: int64 array)).unsqueeze 0L
        // the logits of a position are read one place to the left: a further token whose own value has no say
        let longer =
            torch.cat ([| tokens; torch.zeros (1L, 1L, dtype = torch.ScalarType.Int64) |], 1L)

        int (model.Value.Logits(TokenBatch longer, torch.tensor ([| int64 text.Length |])).argmax().item<int64>())

    (prompt, [ 1..9 ])
    ||> List.fold (fun text _ -> Array.append text [| next text |])

[<Fact>]
let ``a causal model writes what passes over the whole text would have it write`` () =
    for trajectory, prompt in List.zip (generate (options 0.0) prompts) prompts do
        trajectory.Final.ToArray() |> should equal (naive prompt)
        trajectory.Steps.Count |> should equal 9

        [ for reveal in trajectory.Reveals -> reveal.Position ]
        |> should equal [ prompt.Length .. prompt.Length + 8 ]

        trajectory.Initial.Take(prompt.Length).ToArray() |> should equal prompt

[<Fact>]
let ``a row is written as if it were alone`` () =
    let together = generate (options 1.0) prompts
    let sampler = DiffusionSampler(model.Value, options 1.0)

    for trajectory, prompt in List.zip together prompts do
        sampler.Generate(canvas 9 prompt, trajectory.Seed).Final.ToArray()
        |> should equal (trajectory.Final.ToArray())

[<Fact>]
let ``the text ends with a stop token, and padding follows`` () =
    let first = (naive prompts[0])[prompts[0].Length + 2]

    let stopping =
        SamplerOptions(MaxNewTokens = 9, Steps = 1, Temperature = 0.0, TopP = 1.0, StopTokens = [| first |])

    let trajectory =
        DiffusionSampler(model.Value, stopping).Generate(canvas 9 prompts[0], 1L)

    let wholly = naive prompts[0]
    let ended = Array.IndexOf(wholly, first, prompts[0].Length)
    trajectory.TextEnd |> should equal ended
    trajectory.Final.Take(ended + 1).ToArray() |> should equal wholly[..ended]

    trajectory.Final.Skip(ended + 1)
    |> Seq.forall ((=) model.Value.Config.PadTokenId.Value)
    |> should equal true

    trajectory.Steps.Count |> should equal (ended + 1 - prompts[0].Length)

[<Fact>]
let ``holes are refused`` () =
    let sampler = DiffusionSampler(model.Value, options 0.0)

    Assert.Throws<SamplerException>(fun () -> sampler.Generate(Canvas.Infill [| 1; Canvas.Unwritten; 2 |], 1L) |> ignore).Message
    |> should haveSubstring "holes"

[<Fact>]
let ``nothing of what was read is left behind`` () =
    generate (options 0.0) prompts |> ignore
    let before = LiveTensors.OnThisThread
    generate (options 0.0) prompts |> ignore
    // a generation that is given up
    DiffusionSampler(model.Value, options 0.0).Stream(canvas 9 prompts[0], 1L).Take(3).ToList()
    |> ignore

    LiveTensors.OnThisThread |> should equal before
