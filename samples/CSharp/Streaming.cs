using DiffuCoder.Models;
using DiffuCoder.Sampling;

namespace DiffuCoder.Samples;

/// <summary>Showing an answer while it is being written, off the caller's thread: what is not known yet is a dot.</summary>
public static class Streaming
{
    /// <summary>Writes down the text after every step that revealed something.</summary>
    /// <param name="model">An instruction-tuned model.</param>
    /// <param name="request">What to write.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="cancellation">Ends the generation between two steps.</param>
    public static async Task RunAsync(
        MaskedLanguageModel model, string request, SamplerOptions options, TextWriter output, CancellationToken cancellation = default)
    {
        var tokenizer = Asking.TokenizerOf(model);
        var canvas = Asking.ForCode(model, request, options);
        var mask = Canvas.MaskOf(model.Config);
        var tokens = canvas.Tokens.ToArray();

        await foreach (var step in new DiffusionSampler(model, options, tokenizer).StreamAsync(canvas, seed: 0, cancellation).ConfigureAwait(false))
        {
            foreach (var reveal in step.Reveals) tokens[reveal.Position] = reveal.Token;
            if (step.Reveals.Count == 0) continue;
            var pieces = tokens.Skip(canvas.CompletionStart).Select(token => token == mask ? "·" : tokenizer.Decode([token]));
            await output.WriteLineAsync($"{step.Index}: {string.Concat(pieces).ReplaceLineEndings("⏎")}").ConfigureAwait(false);
        }
    }
}
