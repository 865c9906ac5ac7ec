module DiffuCoder.Core.Tests.Runtime.DeviceTests

open System
open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.Xunit
open TorchSharp
open DiffuCoder.Runtime

let private messageOf (action: unit -> unit) =
    Assert.Throws<DeviceException>(action).Message

[<Fact>]
let ``the description names versions, native libraries, processor and devices`` () =
    let lines = Device.Describe().Split '\n'
    lines[0] |> should haveSubstring "libtorch 2."
    lines[0] |> should haveSubstring "TorchSharp 0."
    lines |> Array.exists _.StartsWith("libtorch from ") |> should be True

    lines
    |> Array.exists _.StartsWith("libLibTorchSharp.so from ")
    |> should equal (OperatingSystem.IsLinux())

    lines
    |> Array.exists (fun line -> line.StartsWith "cpu: " && line.Contains $"{torch.get_num_threads ()} threads")
    |> should be True

    lines |> Array.exists _.StartsWith("cuda") |> should be True

[<Fact>]
let ``the processor resolves to torch's`` () =
    Device.Cpu.Resolve().``type`` |> should equal DeviceType.CPU

[<Theory>]
[<InlineData("cpu", "cpu")>]
[<InlineData("cuda", "cuda:0")>]
[<InlineData("cuda:0", "cuda:0")>]
[<InlineData("cuda:12", "cuda:12")>]
let ``a name is read`` (text: string, name: string) =
    Device.Parse(text).Name |> should equal name

[<Theory>]
[<InlineData("")>]
[<InlineData("CPU")>]
[<InlineData("cuda:")>]
[<InlineData("cuda:-1")>]
[<InlineData("cuda: 1")>]
[<InlineData("cuda:99999999999")>]
[<InlineData("gpu")>]
let ``what is no device's name is refused`` (text: string) =
    messageOf (fun () -> Device.Parse text |> ignore)
    |> should haveSubstring $"'{text}' is not a device"

[<Property>]
let ``a device is found again by its name`` (NonNegativeInt index) =
    let device = Device.CudaAt index
    Device.Parse device.Name = device && device.IsCuda && device.Index = index

[<Fact>]
let ``a negative number is no device`` () =
    (fun () -> Device.CudaAt -1 |> ignore)
    |> should throw typeof<ArgumentOutOfRangeException>

[<Fact>]
let ``a CUDA device that is not there is refused, never replaced`` () =
    let missing =
        Device.CudaAt(
            if torch.cuda.is_available () then
                torch.cuda.device_count ()
            else
                0
        )

    messageOf (fun () -> missing.Resolve() |> ignore)
    |> should haveSubstring $"{missing.Name} was asked for"
