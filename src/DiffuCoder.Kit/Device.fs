namespace DiffuCoder

/// Where models live and compute.
[<RequireQualifiedAccess>]
module Device =
    /// What was loaded: library version, device, threads.
    let describe () = DiffuCoder.Runtime.Device.Describe()
