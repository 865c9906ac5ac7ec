namespace DiffuCoder.Core.Tests

/// Loads libtorch before the first test: a test may touch torch before it touches the kit.
type TorchFixture() =
    do DiffuCoder.Runtime.TorchNative.Load()

[<assembly: Xunit.AssemblyFixture(typeof<TorchFixture>)>]
do ()
