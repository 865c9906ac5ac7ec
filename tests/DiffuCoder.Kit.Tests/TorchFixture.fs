namespace DiffuCoder.Kit.Tests

open DiffuCoder.Runtime

/// Loads libtorch before the first test: a test may well call TorchSharp before it touches the kit. Tests run beside each other, so each
/// computes with one thread; how many there are is a state of the whole process, which manifests record, and tests that change it run
/// alone.
type TorchFixture() =
    do
        TorchNative.Load()
        TorchSharp.torch.set_num_threads 1

/// The collection of tests that change what others see: they run when no other test does.
[<Xunit.CollectionDefinition("alone", DisableParallelization = true)>]
type Alone() = class end

[<assembly: Xunit.AssemblyFixture(typeof<TorchFixture>)>]
do ()
