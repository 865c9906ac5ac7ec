using System.Globalization;
using DiffuCoder.Analysis;
using DiffuCoder.Models;
using DiffuCoder.Sampling;

namespace DiffuCoder.Samples;

/// <summary>How far a model writes from left to right, over a set of answers.</summary>
public static class DecodingOrders
{
    /// <summary>Answers requests as one batch and writes down local and global AR-ness with their bands.</summary>
    /// <param name="model">An instruction-tuned model.</param>
    /// <param name="requests">What to write.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(MaskedLanguageModel model, IEnumerable<string> requests, SamplerOptions options, TextWriter output)
    {
        var sampler = new DiffusionSampler(model, options, Asking.TokenizerOf(model));
        var answers = sampler.Generate([.. requests.Select(request => Asking.ForCode(model, request, options))], seed: 0);
        DecodingOrder[] orders = [.. answers.Select(answer => DecodingOrder.Of(answer))];
        Write("local", ArNess.LocalMeans(orders, 3));
        Write("global", ArNess.GlobalMeans(orders, 3));

        void Write(string name, IEnumerable<CurvePoint> curve)
        {
            foreach (var (k, band) in curve)
                output.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{name} AR-ness@{k}: {band.Mean:F3} ({band.Low:F3} to {band.High:F3})"));
        }
    }
}
