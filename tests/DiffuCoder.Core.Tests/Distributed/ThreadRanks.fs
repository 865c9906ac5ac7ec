/// Ranks that are threads of one process, for what can be tested without mpirun.
module DiffuCoder.Core.Tests.Distributed.ThreadRanks

open System
open System.Threading
open DiffuCoder.Distributed

type internal Shared(size: int) =
    let barrier = new Barrier(size)
    let bytes = Array.create size Array.empty<byte>
    let numbers = Array.create size Array.empty<float32>

    member _.Size = size

    /// What every rank gave, once all have given.
    member private _.All(given: 'a array, rank: int, own: 'a) =
        given[rank] <- own
        barrier.SignalAndWait()
        let all = Array.copy given
        barrier.SignalAndWait()
        all

    member shared.Bytes(rank, own) = shared.All(bytes, rank, own)

    member shared.Numbers(rank, own) = shared.All(numbers, rank, own)

type internal ThreadRank(shared: Shared, rank: int) =
    interface IRanks with
        member _.Rank = rank
        member _.Size = shared.Size
        member _.Gather own = shared.Bytes(rank, own.ToArray())

        member this.Exchange(own, parts) =
            let cuts = (this :> IRanks).Cuts own.Length
            let all = shared.Numbers(rank, own.ToArray())

            let received =
                all |> Array.collect (fun numbers -> numbers[cuts[rank] .. cuts[rank + 1] - 1])

            received.AsSpan().CopyTo parts

        member _.Assemble(part, whole) =
            let all = shared.Numbers(rank, part.ToArray()) |> Array.concat
            all.AsSpan().CopyTo whole

        member _.Abort() =
            raise (InvalidOperationException $"rank {rank} ends the job")

/// What each rank's work gives, by rank.
let internal run size (work: IRanks -> 'a) =
    let shared = Shared size
    let results = Array.zeroCreate size

    let threads =
        [
            for rank in 0 .. size - 1 -> Thread(fun () -> results[rank] <- work (ThreadRank(shared, rank)))
        ]

    threads |> List.iter _.Start()
    threads |> List.iter _.Join()
    List.ofArray results
