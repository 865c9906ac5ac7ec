namespace DiffuCoder.Core.Tests

/// Loads libtorch before any test runs: a test may call TorchSharp before it touches the kit.
type TorchReady() =
    do DiffuCoder.Runtime.Device.Cpu.Resolve() |> ignore

[<assembly: Xunit.AssemblyFixture(typeof<TorchReady>)>]
do ()
