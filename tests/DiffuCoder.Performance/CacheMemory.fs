/// What a cache of keys and values costs in memory, and what it spares in logits.
module DiffuCoder.Performance.CacheMemory

open DiffuCoder.Sampling
open DiffuCoder.Performance.Measure

[<Literal>]
let private Asked = 256

let run () =
    use wide = Shapes.create Shapes.half
    use model = Shapes.inBfloat16 wide
    let maskId = model.Config.MaskTokenId.Value

    /// The most memory of the first and of the second step above rest: the second reads from the cache the first has filled.
    let peaks cache length =
        let canvas = Canvas.Complete(Shapes.prompt (length - Asked), Asked, maskId)

        let options = Greedy.options Remasking.MaskgitPlus cache Asked Asked

        let once () =
            use decoding = DiffusionSampler(model, options).Start([| canvas |], [| 1L |])

            let advance () = decoding.Advance() |> ignore

            // the first of so many steps has nothing to commit, and reads nothing
            let filling =
                peakAbove (fun () ->
                    advance ()
                    advance ())

            filling, peakAbove advance

        once () |> ignore
        let rounds = [ for _ in 1..3 -> once () ]
        median (List.map fst rounds), median (List.map snd rounds)

    printfn $"\n### Memory of a cached step, 0.5B shape, bfloat16, {Asked} masked, blocks of {Greedy.Block}\n"

    row
        [
            "length"
            "plain step"
            "the step that fills the cache"
            "a step that reads it"
            "keys and values by count"
        ]

    row (List.replicate 5 "---")

    for length in [ 512; 1024; 2048 ] do
        let plain, _ = peaks Cache.None length
        let filling, reading = peaks Cache.Dual length

        let kept =
            2.0
            * 2.0
            * float (
                model.Config.Layers
                * model.Config.KeyValueHeads
                * model.Config.HeadSize
                * length
            )

        row
            [
                string length
                mebibytes plain
                mebibytes filling
                mebibytes reading
                mebibytes kept
            ]
