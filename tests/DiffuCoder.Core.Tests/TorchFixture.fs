namespace DiffuCoder.Core.Tests

open DiffuCoder.Runtime

/// Loads libtorch before the first test: a test may well call TorchSharp before it touches the kit.
type TorchFixture() =
    do TorchNative.Load()

/// The collection of tests that disturb others. They run when no other test does.
[<Xunit.CollectionDefinition("alone", DisableParallelization = true)>]
type Alone() = class end

[<assembly: Xunit.AssemblyFixture(typeof<TorchFixture>)>]
do ()
