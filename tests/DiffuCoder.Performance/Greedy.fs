/// How answers are sampled where time and memory are compared: the likeliest token, in blocks where there is a cache.
module DiffuCoder.Performance.Greedy

open System
open DiffuCoder.Sampling

[<Literal>]
let Block = 32

let options (remasking: Remasking) (cache: Cache) (newTokens: int) (steps: int) =
    SamplerOptions(
        MaxNewTokens = newTokens,
        Steps = steps,
        BlockLength = (if cache = Cache.None then Nullable() else Nullable Block),
        Temperature = 0.0,
        TopP = 1.0,
        Remasking = remasking,
        Cache = cache
    )
