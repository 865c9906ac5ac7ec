namespace DiffuCoder

/// The type a model computes in: `Precision.Automatic`, `.Float32` or `.BFloat16`.
type Precision = DiffuCoder.Models.Precision

/// <summary>How a model is loaded. Change some of the default: <c>{ LoadOptions.Default with Precision = Precision.Float32 }</c>.</summary>
[<NoComparison>]
type LoadOptions =
    {
        /// Where its weights go and where it computes.
        Device: Device
        /// The type it computes in. Automatic: that of its weights where the device
        /// multiplies it, else float32; `Device.describe` says which that is here.
        Precision: Precision
    }

    /// On the processor, in the precision that suits it.
    static member Default =
        {
            Device = Device.cpu
            Precision = Precision.Automatic
        }
