using DiffuCoder.Constraints;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// Predictions computed with tensors: for any device and any score. The plain form that <see cref="RowPrediction"/> is checked against.
/// </summary>
internal static class TensorPrediction
{
    // a block of rows is filtered, drawn and scored while it lies in the processor's cache; also bounds the memory of a step
    private const int BlockRows = 32;

    /// <summary>As <see cref="TokenPrediction.Of"/>, with NaN where the logits are not a distribution.</summary>
    public static TokenPrediction Of(Tensor logits, IReadOnlyList<int> positions, SamplerOptions options, int maskId, RowDraws draws)
    {
        var result = new TokenPrediction(new int[positions.Count], new float[positions.Count], new float[positions.Count]);
        for (var begin = 0; begin < positions.Count; begin += BlockRows)
        {
            using var block = NewDisposeScope();
            int[] some = [.. positions.Skip(begin).Take(BlockRows)];
            var (tokens, confidences, entropies) = Predict(logits.narrow(0, begin, some.Length), some, options, maskId, draws);
            var ids = tokens.cpu().data<long>().ToArray();
            for (var i = 0; i < some.Length; i++) result.Tokens[begin + i] = (int)ids[i];
            confidences.cpu().data<float>().ToArray().CopyTo(result.Confidences, begin);
            entropies.cpu().data<float>().ToArray().CopyTo(result.Entropies, begin);
        }
        return result;
    }

    /// <summary>Logits without the tokens that may not stand at their positions; belongs to the current dispose scope.</summary>
    public static Tensor Among(TokenSet?[] allowed, Tensor logits)
    {
        using var scope = NewDisposeScope();
        var vocabulary = (int)logits.shape[1];
        var forbidden = new bool[allowed.Length * (long)vocabulary];
        for (var row = 0; row < allowed.Length; row++)
            for (var token = 0; token < vocabulary && allowed[row] is { } set; token++)
                forbidden[(long)row * vocabulary + token] = !set.Contains(token);
        using Scalar removed = float.NegativeInfinity;
        return logits.masked_fill(tensor(forbidden, [allowed.Length, vocabulary], device: logits.device), removed).MoveToOuterDisposeScope();
    }

    private static (Tensor Tokens, Tensor Confidences, Tensor Entropies) Predict(
        Tensor logits, int[] positions, SamplerOptions options, int maskId, RowDraws draws)
    {
        var (tokens, confidences, entropies) = Choose(logits, positions, options, draws);
        if (options.MaskPrediction == MaskPrediction.Keep) return (tokens, confidences, entropies);
        using Scalar mask = maskId, removed = float.MinValue;
        var again = (tokens == mask).logical_and(entropies.isnan().logical_not()).nonzero().squeeze(-1);
        if (again.shape[0] == 0) return (tokens, confidences, entropies);
        var without = logits.index_select(0, again);
        without.select(-1, maskId).fill_(removed);
        var second = Choose(without, [.. again.cpu().data<long>().ToArray().Select(i => positions[i])], options, draws);
        return (
            tokens.index_copy(0, again, second.Tokens), confidences.index_copy(0, again, second.Confidences),
            entropies.index_copy(0, again, second.Entropies));
    }

    // categorical draw: argmax of p / e with e exponential, which is what torch.multinomial computes
    private static (Tensor Tokens, Tensor Confidences, Tensor Entropies) Choose(
        Tensor logits, int[] positions, SamplerOptions options, RowDraws draws)
    {
        var probabilities = LogitFilter.Apply(logits, options.Temperature, options.TopP, options.TopK).softmax(-1);
        var tokens = (options.Temperature > 0 ? probabilities / Exponentials(probabilities, positions, draws) : probabilities).argmax(-1, false);
        var score = options.Remasking.Confidence;
        var confidences = score.OfTensors(score.BeforeFilters ? logits.to_type(ScalarType.Float32).softmax(-1) : probabilities, tokens);
        var entropies = score.OfTensors == ConfidenceScores.NegativeEntropy.OfTensors && !score.BeforeFilters
            ? -confidences
            : -ConfidenceScores.NegativeEntropy.OfTensors(probabilities, tokens);
        return (tokens, confidences, entropies);
    }

    // drawn for the tokens that have a probability; 1 for the others
    private static Tensor Exponentials(Tensor probabilities, int[] positions, RowDraws draws)
    {
        var all = ones_like(probabilities);
        for (var i = 0; i < positions.Length; i++)
        {
            using var row = NewDisposeScope();
            var kept = probabilities.select(0, i).nonzero().squeeze(-1);
            int[] tokens = [.. kept.cpu().data<long>().ToArray().Select(token => (int)token)];
            var exponentials = new float[tokens.Length];
            draws.TokenExponentials(positions[i], tokens, exponentials);
            all.select(0, i).index_copy_(0, kept, tensor(exponentials, device: probabilities.device));
        }
        return all;
    }
}
