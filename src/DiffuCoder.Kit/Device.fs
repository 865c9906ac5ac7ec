namespace DiffuCoder

/// Where a model's weights live and where it computes.
type Device = DiffuCoder.Runtime.Device

/// Devices, and what was found on this machine.
[<RequireQualifiedAccess>]
module Device =

    /// The processor; always there.
    let cpu = Device.Cpu

    /// The first CUDA device. Loading a model onto it where there is none
    /// is a `DeviceException`, never a silent fall-back to the processor.
    let cuda = Device.Cuda

    /// <summary>
    /// What was loaded: library version, devices, threads, and the precision that the processor computes in by itself, with the reason.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Device.describe () |> printfn "%s"
    /// </code></example>
    let describe () = Device.Describe()

    /// <summary>
    /// How many threads the processor computes with, in this whole process; libtorch takes all cores by itself. A small
    /// model is faster with one, most of all on a busy machine, where several spend their time waiting for each other.
    /// </summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The number is below 1.</exception>
    let setThreads (count: int) =
        System.ArgumentOutOfRangeException.ThrowIfLessThan(count, 1)
        DiffuCoder.Runtime.TorchNative.Load()
        TorchSharp.torch.set_num_threads count

    /// How many threads the processor computes with.
    let threads () =
        DiffuCoder.Runtime.TorchNative.Load()
        TorchSharp.torch.get_num_threads ()
