/// They change the number of threads of the process.
[<Xunit.Collection "alone">]
module DiffuCoder.Kit.Tests.DeviceTests

open Xunit
open FsUnit.Xunit
open DiffuCoder

[<Fact>]
let ``the description names the processor`` () =
    Device.describe () |> should haveSubstring "cpu"

[<Fact>]
let ``the description says in which precision the processor computes by itself, and why`` () =
    let expected =
        if DiffuCoder.Runtime.Device.CpuHasFastBFloat16 then
            "precision on the cpu: bfloat16 for weights stored so, which it multiplies"
        else
            "precision on the cpu: float32, which is faster here than bfloat16"

    Device.describe () |> should haveSubstring expected

[<Fact>]
let ``the number of threads can be set, and not to nothing`` () =
    let before = Device.threads ()
    Device.setThreads 1
    Device.threads () |> should equal 1
    Device.setThreads before

    (fun () -> Device.setThreads 0)
    |> should throw typeof<System.ArgumentOutOfRangeException>
