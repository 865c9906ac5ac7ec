// alone: how many threads torch has is a state of the process
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Models.ThreadedPassTests

open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Models
open DiffuCoder.Runtime
open DiffuCoder.Core.Tests

let private onThreads (count: int) (work: unit -> torch.Tensor) =
    Threads.under count (fun () -> work().data<float32>().ToArray())

[<Fact>]
let ``passes give the same on one thread and on several`` () =
    use _ = torch.NewDisposeScope()
    use _ = torch.no_grad ()
    let x = torch.randn [| 2L; 331L; 210L |]

    let rotary =
        RotaryPositions(torch.randn [| 1L; 1L; 331L; 42L |], torch.randn [| 1L; 1L; 331L; 42L |])

    for pass in
        [
            fun () -> RmsNorm.Apply(x, torch.ones 210L, 1e-6, true)
            fun () -> SwiGlu.Apply(x.clone (), x, true)
            fun () -> rotary.Turn(x, 42, true).contiguous()
        ] do
        onThreads 3 pass |> should equal (onThreads 1 pass)

[<Fact>]
let ``every part of a range is done once`` () =
    for count in [ 1; 2; 3; 7; 100 ] do
        let done' = Array.zeroCreate<int> count

        Threads.under 3 (fun () ->
            TensorPass.Run(
                count,
                1L <<< 20,
                (fun start stop ->
                    for i in start .. stop - 1 do
                        System.Threading.Interlocked.Increment(&done'[i]) |> ignore)
            ))

        done' |> should equal (Array.create count 1)
