using DiffuCoder.Analysis;
using DiffuCoder.Models;
using DiffuCoder.Sampling;

namespace DiffuCoder.Samples;

/// <summary>
/// LLaDA's way of sampling: the likeliest first, evenly, block by block from left to right. Every masked diffusion model can be sampled so.
/// </summary>
public static class Blocks
{
    /// <summary>Answers a request with blocks of several lengths, and writes down how far each way goes from left to right.</summary>
    /// <param name="model">An instruction-tuned model.</param>
    /// <param name="request">What to write.</param>
    /// <param name="newTokens">Tokens of the answer, and steps.</param>
    /// <param name="lengths">Lengths of a block, each a divisor of <paramref name="newTokens"/>.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(MaskedLanguageModel model, string request, int newTokens, IEnumerable<int> lengths, TextWriter output)
    {
        foreach (var length in lengths)
        {
            var options = SamplerOptions.Llada with { MaxNewTokens = newTokens, Steps = newTokens, BlockLength = length };
            var answer = new DiffusionSampler(model, options, Asking.TokenizerOf(model)).Generate(Asking.ForCode(model, request, options), seed: 0);
            output.WriteLine(FormattableString.Invariant($"blocks of {length}: global AR-ness@1 {ArNess.Global(DecodingOrder.Of(answer), 1):F3}"));
        }
    }
}
