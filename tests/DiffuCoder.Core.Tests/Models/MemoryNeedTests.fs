/// What cannot be in memory is refused with numbers before anything is read.
module DiffuCoder.Core.Tests.Models.MemoryNeedTests

open System.IO
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Checkpoints
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Core.Tests.Checkpoints.Files
open DiffuCoder.Core.Tests.Sampling

let private saved (folder: TemporaryDirectory) =
    use model = SmallModels.create 1L
    model.Save(folder.File "model", torch.ScalarType.BFloat16)
    folder.File "model"

let private weightBytes = 2L * SmallModels.config.WeightCount

let private largest =
    4L * int64 (SmallModels.config.IntermediateSize * SmallModels.config.HiddenSize)

let private check precision memory directory =
    use files = CheckpointDirectory.Open directory
    MemoryNeed.Check(files, SmallModels.config, precision, memory)

[<Fact>]
let ``weights load where they fit to the byte, with the largest table widened where they are computed in another type`` () =
    use folder = new TemporaryDirectory()
    let directory = saved folder
    check Precision.BFloat16 weightBytes directory
    check Precision.Float32 (weightBytes + largest) directory

    for precision, bytes in
        [
            Precision.BFloat16, weightBytes - 1L
            Precision.Float32, weightBytes + largest - 1L
        ] do
        (Assert.Throws<ModelException>(fun () -> check precision bytes directory)).Message
        |> should haveSubstring "GB of memory in all"

[<Fact>]
let ``the memory of this machine is between what the process has and what the machine says`` () =
    MachineMemory.Bytes |> should be (greaterThan (System.Environment.WorkingSet))

    if File.Exists "/proc/meminfo" then
        MachineMemory.Bytes
        |> should be (lessThanOrEqualTo ((MachineMemory.Total(File.ReadLines "/proc/meminfo")).Value))

[<Fact>]
let ``a file of the system that says nothing is no figure`` () =
    MachineMemory.Total [ "MemFree: 3 kB" ]
    |> should equal (System.Nullable<int64>())

    MachineMemory.Total [ "MemTotal:       2 kB" ]
    |> should equal (System.Nullable 2048L)
