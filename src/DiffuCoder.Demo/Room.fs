/// Whether what is asked for fits into a model, in the words of the command line.
module DiffuCoder.Demo.Room

open DiffuCoder
open DiffuCoder.Demo.Settings

/// The canvas to fill in; `SamplerException` when it is longer than the model reads.
let canvas (settings: Settings) (model: Model) =
    let canvas = Prompt.canvas model settings.Options settings.Prompt
    let room = model.Config.MaxPositions

    if canvas.Tokens.Count > room then
        raise (
            DiffuCoder.Sampling.SamplerException
                $"The prompt has {canvas.CompletionStart} tokens and --tokens {settings.Options.MaxNewTokens}; this model reads {room} together. Shorten the prompt, or ask for fewer tokens."
        )

    canvas
