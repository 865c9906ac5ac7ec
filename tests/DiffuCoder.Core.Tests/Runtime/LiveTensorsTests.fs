// alone, because it forces garbage collections: TorchSharp frees an implicitly converted Scalar while a native call still reads it
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Runtime.LiveTensorsTests

open System
open System.Runtime.CompilerServices
open Xunit
open FsUnit.Xunit
open TorchSharp
open DiffuCoder.Runtime

[<Fact>]
let ``work that disposes of everything leaves nothing`` () =
    LiveTensors.LeftBy(fun () ->
        use a = torch.zeros 3L
        use b = a + a
        b.sum().Dispose())
    |> should equal 0L

[<Fact>]
let ``a dispose scope leaves nothing`` () =
    LiveTensors.LeftBy(fun () ->
        use _ = torch.NewDisposeScope()
        (torch.zeros 3L + torch.ones 3L).exp() |> ignore)
    |> should equal 0L

[<Fact>]
let ``what leaves its scope is counted`` () =
    let mutable kept = null

    LiveTensors.LeftBy(fun () ->
        use scope = torch.NewDisposeScope()
        kept <- (torch.zeros 3L + torch.ones 3L).MoveToOuterDisposeScope())
    |> should equal 1L

    kept.Dispose()

[<MethodImpl(MethodImplOptions.NoInlining)>]
let private forget () = torch.zeros 3L |> ignore

[<Fact>]
let ``a forgotten tensor stays counted when the garbage collector has taken it`` () =
    LiveTensors.LeftBy(fun () ->
        forget ()
        GC.Collect()
        GC.WaitForPendingFinalizers())
    |> should equal 1L

[<Fact>]
let ``other threads do not move this thread's count`` () =
    LiveTensors.LeftBy(fun () ->
        let other = Threading.Thread(fun () -> torch.zeros 3L |> ignore)
        other.Start()
        other.Join())
    |> should equal 0L

[<Fact>]
let ``the process counts the tensors of every thread`` () =
    use mine = torch.zeros 3L
    LiveTensors.InProcess |> should be (greaterThanOrEqualTo 1L)
    LiveTensors.OnThisThread |> should be (greaterThanOrEqualTo 1L)
