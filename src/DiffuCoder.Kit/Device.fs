namespace DiffuCoder

/// Where a model's weights live and where it computes.
type Device = DiffuCoder.Runtime.Device

/// Devices, and what was found on this machine.
[<RequireQualifiedAccess>]
module Device =

    /// The processor; always there.
    let cpu = Device.Cpu

    /// The first CUDA device. Loading a model onto it where there is none is a `DeviceException`, never a silent fall-back to the processor.
    let cuda = Device.Cuda

    /// <summary>What was loaded: library version, devices, threads.</summary>
    /// <example><code lang="fsharp">
    /// Device.describe () |> printfn "%s"
    /// </code></example>
    let describe () = Device.Describe()
