module DiffuCoder.Core.Tests.Distributed.MpiLibraryTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Distributed
open DiffuCoder.Core.Tests.Training.TinyRuns

let private refusal (names: string list) =
    shouldFailWith<DistributedException>(fun () -> MpiLibrary.Load(List.toArray names) |> ignore)

[<Fact>]
let ``without MPI it is said what was looked for and what to install`` () =
    let message = refusal [ "libnothing.so.40"; "libnobody.so" ]

    message
    |> should haveSubstring "none of libnothing.so.40, libnobody.so is found"

    message |> should haveSubstring "libopenmpi3"

[<Fact>]
let ``another library is named`` () =
    let message = refusal [ "libnothing.so.40"; "libm.so.6" ]
    message |> should haveSubstring "libm.so.6 is another MPI"
    message |> should haveSubstring "it has no ompi_mpi_comm_world"

[<Fact>]
let ``a process that mpirun did not start is a job of its own`` () =
    Job.Ranks |> should equal 1
    Job.Rank |> should equal 0
