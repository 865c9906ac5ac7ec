/// How the programs name a device and a precision on their command lines.
module DiffuCoder.LoadArguments

open DiffuCoder

type DeviceName =
    | Cpu
    | Cuda

type PrecisionName =
    | Automatic
    | Float32
    | BFloat16

let load (device: DeviceName) (precision: PrecisionName) : LoadOptions =
    { LoadOptions.Default with
        Device =
            match device with
            | Cpu -> Device.cpu
            | Cuda -> Device.cuda
        Precision =
            match precision with
            | Automatic -> Precision.Automatic
            | Float32 -> Precision.Float32
            | BFloat16 -> Precision.BFloat16
    }
