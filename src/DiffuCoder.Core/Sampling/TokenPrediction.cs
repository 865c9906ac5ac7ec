using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>What the model predicts for some positions of one row.</summary>
/// <param name="Tokens">Predicted tokens.</param>
/// <param name="Confidences">As the strategy scores them.</param>
/// <param name="Entropies">Entropy of the filtered distribution, in nats.</param>
internal sealed record TokenPrediction(int[] Tokens, float[] Confidences, float[] Entropies)
{
    /// <summary>Nothing was asked.</summary>
    public static TokenPrediction None { get; } = new([], [], []);

    // a block of rows is filtered, drawn and scored while it lies in the processor's cache; also bounds the memory of a step
    private const int BlockRows = 32;

    /// <summary>Filters, draws and scores.</summary>
    /// <param name="logits">Float32 [n, V].</param>
    /// <param name="positions">Columns of the row the logits belong to.</param>
    /// <param name="options">Temperature, filters, strategy.</param>
    /// <param name="maskId">The token that is no answer.</param>
    /// <param name="draws">Random numbers.</param>
    /// <exception cref="SamplerException">The logits are not a distribution.</exception>
    public static TokenPrediction Of(Tensor logits, IReadOnlyList<int> positions, SamplerOptions options, int maskId, RowDraws draws)
    {
        var count = positions.Count;
        var result = new TokenPrediction(new int[count], new float[count], new float[count]);
        for (var begin = 0; begin < count; begin += BlockRows)
        {
            using var block = NewDisposeScope();
            var size = Math.Min(BlockRows, count - begin);
            var drawn = options.Temperature > 0
                ? draws.TokenExponentials([.. positions.Skip(begin).Take(size)], logits.shape[1], logits.device)
                : null;
            var (tokens, confidences, entropies) = Predict(logits.narrow(0, begin, size), drawn, options, maskId);
            var ids = tokens.cpu().data<long>().ToArray();
            for (var i = 0; i < size; i++) result.Tokens[begin + i] = (int)ids[i];
            confidences.cpu().data<float>().ToArray().CopyTo(result.Confidences, begin);
            entropies.cpu().data<float>().ToArray().CopyTo(result.Entropies, begin);
        }
        var bad = Array.FindIndex(result.Confidences, float.IsNaN);
        if (bad >= 0) throw new SamplerException($"The model's logits for position {positions[bad]} are not numbers; check the weights and, in bfloat16 or float16, for overflow.");
        return result;
    }

    private static (Tensor Tokens, Tensor Confidences, Tensor Entropies) Predict(Tensor logits, Tensor? draws, SamplerOptions options, int maskId)
    {
        var (tokens, confidences, entropies) = Choose(logits, draws, options);
        if (options.MaskPrediction == MaskPrediction.Keep) return (tokens, confidences, entropies);
        var again = (tokens == maskId).nonzero().squeeze(-1);
        if (again.shape[0] == 0) return (tokens, confidences, entropies);
        var without = logits.index_select(0, again);
        without.select(-1, maskId).fill_(float.MinValue);
        var second = Choose(without, draws?.index_select(0, again), options);
        return (tokens.index_copy(0, again, second.Tokens), confidences.index_copy(0, again, second.Confidences), entropies.index_copy(0, again, second.Entropies));
    }

    // categorical draw: argmax of p / e with e exponential, which is what torch.multinomial computes
    private static (Tensor Tokens, Tensor Confidences, Tensor Entropies) Choose(Tensor logits, Tensor? draws, SamplerOptions options)
    {
        var probabilities = LogitFilter.Apply(logits, options.Temperature, options.TopP, options.TopK).softmax(-1);
        var tokens = (draws is null ? probabilities : probabilities / draws).argmax(-1, false);
        var confidences = options.Remasking.Confidence(probabilities, tokens);
        var entropies = options.Remasking.Confidence == ConfidenceScores.NegativeEntropy
            ? -confidences
            : -ConfidenceScores.NegativeEntropy(probabilities, tokens);
        return (tokens, confidences, entropies);
    }
}
