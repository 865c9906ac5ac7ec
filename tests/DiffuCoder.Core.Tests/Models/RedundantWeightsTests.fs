module DiffuCoder.Core.Tests.Models.RedundantWeightsTests

open System
open System.Collections.Generic
open System.IO
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Core.Tests.Checkpoints.Files
open System.Text.Json

let private folder =
    Path.Combine(AppContext.BaseDirectory, "Fixtures", "Checkpoints", "redundant")

let private load (directory: string) =
    (MaskedLanguageModel.Load directory).Dispose()

[<Fact>]
let ``tied embeddings load beside an output layer that is equal to them`` () =
    load (Path.Combine(folder, "tied-with-equal-lm_head"))

[<Fact>]
let ``an output layer that differs from the embeddings it is tied to is refused`` () =
    refused [ "lm_head.weight"; "tie_word_embeddings" ] (fun () -> load (Path.Combine(folder, "tied-with-other-lm_head")))

[<Fact>]
let ``buffers of rotary frequencies load`` () = load (Path.Combine(folder, "inv_freq"))

/// The checkpoint with buffers, each changed.
let private changed (change: torch.Tensor -> torch.Tensor) (target: string) =
    use scope = torch.NewDisposeScope()
    use checkpoint = CheckpointDirectory.Open(Path.Combine(folder, "inv_freq"))

    let tensors =
        [
            for name in checkpoint.Entries.Keys do
                let tensor = checkpoint.Read name
                KeyValuePair(name, (if name.EndsWith "inv_freq" then change tensor else tensor))
        ]

    let config = Nodes.JsonNode.Parse(checkpoint.Config.GetRawText())
    CheckpointDirectory.Save(target, config, null, tensors)

[<Fact>]
let ``a buffer that was rounded with the weights loads, and one of another base is refused`` () =
    use directory = new TemporaryDirectory()
    let rounded, other = directory.File "rounded", directory.File "other"
    changed (fun buffer -> buffer.``to`` torch.ScalarType.BFloat16) rounded
    load rounded
    changed (fun buffer -> buffer.square ()) other
    refused [ "inv_freq"; "rope_theta" ] (fun () -> load other)
