using System.Buffers;
using System.Runtime.ExceptionServices;
using DiffuCoder.Constraints;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// Predictions computed in managed code on a processor, one position at a time, on as many threads as torch uses. Each thread holds one row of the
/// vocabulary, which stays in its cache; the logits are read once and not copied.
/// </summary>
internal sealed class RowPrediction(
    Tensor logits, IReadOnlyList<int> positions, SamplerOptions options, TokenConfidence confidence, int maskId, RowDraws draws,
    IReadOnlyList<TokenSet?>? allowed = null)
{
    private readonly int vocabulary = (int)logits.shape[1];
    private readonly TokenPrediction result = new(new int[positions.Count], new float[positions.Count], new float[positions.Count]);

    /// <summary>As <see cref="TokenPrediction.Of"/>, with NaN where the logits are not a distribution.</summary>
    public TokenPrediction Run()
    {
        using var scope = NewDisposeScope();
        var rows = logits.to_type(ScalarType.Float32).contiguous();
        var address = TensorMemory.Address(rows);
        var length = RowMath.Padded(vocabulary);
        try
        {
            Parallel.For(
                0, positions.Count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() },
                () => ArrayPool<float>.Shared.Rent(length),
                (i, _, row) =>
                {
                    Predict(i, Row(address, i), row.AsSpan(0, length));
                    return row;
                },
                row => ArrayPool<float>.Shared.Return(row));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]); // what the score or the draws threw, as if called directly
        }
        GC.KeepAlive(rows);
        return result;
    }

    // a distribution without them, for scores of the model's own
    private readonly SamplerOptions? unfiltered =
        options.Remasking.Confidence.BeforeFilters && (options.Temperature is not (0 or 1) || options.TopP < 1 || options.TopK is not null)
            ? options with { Temperature = 1, TopP = 1, TopK = null }
            : null;

    private void Predict(int index, ReadOnlySpan<float> given, Span<float> row, bool withMask = true)
    {
        var temperature = options.Temperature > 0 ? (float)options.Temperature : 1;
        RowMath.Scale(given, temperature, row);
        if (!withMask) row[maskId] = float.MinValue / temperature;
        allowed?[index]?.FillOthers(row, float.NegativeInfinity);
        var distribution = TokenDistribution.Of(row, vocabulary, options);
        var token = options.Temperature > 0 ? distribution.Draw(positions[index], draws) : distribution.Likeliest();
        var isAnswer = token != maskId || options.MaskPrediction == MaskPrediction.Keep || float.IsNaN(distribution.NegativeEntropy);
        (result.Tokens[index], result.Entropies[index]) = (token, -distribution.NegativeEntropy);
        result.Confidences[index] = confidence(unfiltered is null ? distribution : Own(index, given, row, withMask, unfiltered), token);
        if (withMask && !isAnswer) Predict(index, given, row, withMask: false);
    }

    private TokenDistribution Own(int index, ReadOnlySpan<float> given, Span<float> row, bool withMask, SamplerOptions plain)
    {
        RowMath.Scale(given, 1, row);
        if (!withMask) row[maskId] = float.MinValue;
        allowed?[index]?.FillOthers(row, float.NegativeInfinity);
        return TokenDistribution.Of(row, vocabulary, plain);
    }

    // rows are addressed one by one: all of them together may be longer than a span can be
    private unsafe ReadOnlySpan<float> Row(nint address, int index) => new((float*)address + (nint)index * vocabulary, vocabulary);
}
