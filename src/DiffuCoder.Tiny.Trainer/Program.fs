printfn "%s" (DiffuCoder.Runtime.Device.Describe())
