namespace DiffuCoder

/// The type a model computes in: `Precision.Automatic`, `.Float32` or `.BFloat16`.
type Precision = DiffuCoder.Models.Precision

/// What a checkpoint is read as where its files say something else: a family and a mask token.
type ReadAs = DiffuCoder.Models.ReadAs

/// <summary>How a model is loaded. Change some of the default: <c>{ LoadOptions.Default with Precision = Precision.Float32 }</c>.</summary>
[<NoComparison>]
type LoadOptions =
    {
        /// Where its weights go and where it computes.
        Device: Device
        /// The type it computes in. Automatic: that of its weights where the device
        /// multiplies it, else float32; `Device.describe` says which that is here.
        Precision: Precision
        /// What it is read as where its files say something else, such as a diffusion model that is stored as its ancestor: the
        /// family and the mask token, `Some(ReadAs("Dream", "<|mask|>"))`. `None`: what the files say.
        ReadAs: ReadAs option
    }

    /// On the processor, in the precision that suits it.
    static member Default =
        {
            Device = Device.cpu
            Precision = Precision.Automatic
            ReadAs = None
        }
