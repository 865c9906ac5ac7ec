using System.Globalization;
using DiffuCoder.Models;
using DiffuCoder.Sampling;

namespace DiffuCoder.Samples;

/// <summary>Filling a hole in a program where nobody knows how many tokens it takes: several lengths are filled, and the best is chosen.</summary>
public static class UnknownLength
{
    /// <summary>Writes down what each length is filled with, and then the whole text with the chosen one.</summary>
    /// <param name="model">A masked diffusion model.</param>
    /// <param name="before">The text before the hole.</param>
    /// <param name="lengths">Tokens that the hole may have.</param>
    /// <param name="after">The text behind it.</param>
    /// <param name="options">How to sample; <see cref="SamplerOptions.MaxNewTokens"/> has no say.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(
        MaskedLanguageModel model, string before, IEnumerable<int> lengths, string after, SamplerOptions options, TextWriter output)
    {
        var tokenizer = Asking.TokenizerOf(model);
        var text = new OpenCanvas(
        [
            OpenPart.Known(tokenizer.Encode(before, parseSpecialTokens: false)),
            OpenPart.Hole(lengths),
            OpenPart.Known(tokenizer.Encode(after, parseSpecialTokens: false)),
        ]);
        var filled = new HoleFiller(model, options, tokenizer).Fill(text, seed: 0);
        foreach (var candidate in filled.Candidates)
        {
            var filling = candidate.Texts![0].ReplaceLineEndings("\\n");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{candidate.Tokens} tokens, score {candidate.Score:F3}: {filling}"));
        }
        output.WriteLine(filled.Best.Text);
    }
}
