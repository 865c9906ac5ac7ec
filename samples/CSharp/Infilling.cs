using DiffuCoder.Models;
using DiffuCoder.Sampling;

namespace DiffuCoder.Samples;

/// <summary>Filling a hole in a program: what stands before it and behind it is known.</summary>
public static class Infilling
{
    /// <summary>Fills the hole and writes down the whole text.</summary>
    /// <param name="model">A masked diffusion model.</param>
    /// <param name="before">The text before the hole.</param>
    /// <param name="hole">Tokens of the hole.</param>
    /// <param name="after">The text behind it.</param>
    /// <param name="options">How to sample; <see cref="SamplerOptions.MaxNewTokens"/> has no say.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(MaskedLanguageModel model, string before, int hole, string after, SamplerOptions options, TextWriter output)
    {
        var tokenizer = Asking.TokenizerOf(model);
        var canvas = Canvas.Infill(
        [
            .. tokenizer.Encode(before, parseSpecialTokens: false),
            .. Enumerable.Repeat(Canvas.MaskOf(model.Config), hole),
            .. tokenizer.Encode(after, parseSpecialTokens: false),
        ]);
        output.WriteLine(new DiffusionSampler(model, options, tokenizer).Generate(canvas, seed: 0).Text);
    }
}
