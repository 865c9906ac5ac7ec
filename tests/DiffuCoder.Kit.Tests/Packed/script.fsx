// What a user's script may do with the packed kit. The test puts the references above it and reads the lines it prints.
open System
open System.IO
open TorchSharp
open DiffuCoder

let libtorchIsLoaded () =
    OperatingSystem.IsLinux()
    && File.ReadAllText("/proc/self/maps").Contains "libtorch_cpu.so"

let useTheKitWithoutTorch () =
    DiffuCoder.Runtime.RandomSource(42L).Stream().NextInt 100 |> ignore
    printfn $"libtorch after use without torch: {libtorchIsLoaded ()}"

let useTorch () =
    use sum = torch.arange(10L).sum()
    printfn $"sum: {sum.item<int64>()}"

useTheKitWithoutTorch ()
useTorch ()
printfn $"{Device.describe ()}"
