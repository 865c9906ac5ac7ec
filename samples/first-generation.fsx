#r "nuget: DiffuCoder.Kit, 0.1.0-alpha.1"
#r "nuget: DiffuCoder.Tiny.Checkpoints, 0.1.0-alpha.1" // the small models
#r "nuget: libtorch-cpu-$(RuntimeIdentifier), 2.10.0" // that of this system: linux-x64, osx-arm64 or win-x64

open DiffuCoder

let model = Model.tiny Stage.Instruct

let answer =
    Prompt.instruct
        "Write a function `long_words` that takes a list of words, keeps the words with at least 5 letters and returns how many there are."
    |> Sampler.generate model { SamplerOptions.Tiny with Steps = 64 }

printfn $"{Trajectory.code answer}"
