/// What the memory of a sampling step grows with.
module DiffuCoder.Performance.StepMemory

open DiffuCoder.Sampling
open DiffuCoder.Performance.Measure

let run () =
    use model = Shapes.create Shapes.narrow
    let maskId = model.Config.MaskTokenId.Value

    let peak (length: int) (masks: int) =
        let canvas = Canvas.Complete(Shapes.prompt (length - masks), masks, maskId)
        let sampler = DiffusionSampler(model, SamplerOptions.Paper)

        let step () =
            sampler.Start([| canvas |], [| 1L |]).Advance() |> ignore

        step ()
        median [ for _ in 1..3 -> peakAbove step ]

    printfn "\n### Peak memory of a sampling step at vocabulary 152 064 (hidden 64, 1 layer)\n"

    row
        [
            "length"
            "positions asked"
            "peak above rest"
            "length x vocabulary in float32"
        ]

    row [ "---"; "---"; "---"; "---" ]

    for length, masks in [ 512, 16; 512, 64; 512, 256; 1024, 64; 2048, 64; 2048, 256 ] do
        row
            [
                string length
                string masks
                mebibytes (peak length masks)
                mebibytes (float length * 152064.0 * 4.0)
            ]
