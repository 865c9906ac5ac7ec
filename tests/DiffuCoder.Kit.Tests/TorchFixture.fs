namespace DiffuCoder.Kit.Tests

open DiffuCoder.Runtime

/// Loads libtorch before the first test: a test may well call TorchSharp before it touches the kit.
type TorchFixture() =
    do TorchNative.Load()

[<assembly: Xunit.AssemblyFixture(typeof<TorchFixture>)>]
do ()
