using System.Buffers;
using DiffuCoder.Constraints;
using DiffuCoder.Runtime;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// The commitments of one step made one after another, each narrowing what may follow: after every one of them some text of the language fills what
/// is still masked.
/// </summary>
/// <remarks>
/// A token that another commitment of the step made impossible is chosen again among those that are possible now, with the same random numbers, so
/// that a scheduled strategy commits as many as are due. A strategy that goes on until nothing is masked leaves such a position masked instead: it
/// commits what it is sure of, and of the other token it was not. The first commitment is always possible.
/// </remarks>
/// <param name="row">The row before the step; is changed.</param>
/// <param name="logits">Of the positions that were asked, float32 [n, V].</param>
/// <param name="options">How to sample.</param>
/// <param name="maskId">The token that is no answer.</param>
/// <param name="draws">The step's random numbers.</param>
internal sealed class ConstrainedCommitments(ConstrainedRow row, Tensor logits, SamplerOptions options, int maskId, RowDraws draws)
{
    /// <summary>Commits predictions.</summary>
    /// <param name="candidates">What is predicted, in the order of the logits.</param>
    /// <param name="order">Which of them are committed, the first one first.</param>
    /// <returns>What is written, in the order of positions; how many are left masked; and what was forbidden.</returns>
    public (Reveal[] Reveals, int Left, ConstraintCost Cost) Make(Reveal[] candidates, IEnumerable<int> order)
    {
        var reveals = new List<Reveal>();
        var (left, constrained, mass) = (0, 0, 0.0);
        var refused = new List<RefusedToken>();
        foreach (var index in order)
        {
            var chosen = candidates[index];
            if (row.Allowed(chosen.Position) is { } allowed)
            {
                if (!allowed.Contains(chosen.Token))
                {
                    if (options.Remasking.MayExtend)
                    {
                        left++;
                        continue;
                    }
                    chosen = Again(index, chosen.Position, allowed);
                }
                row.Commit(chosen.Position, chosen.Token);
                constrained++;
                mass += Forbidden(index, chosen.Position, allowed, refused);
            }
            if (chosen.Token == maskId) continue; // it stays masked where predictions of the mask are kept
            reveals.Add(chosen);
        }
        return (
            [.. reveals.OrderBy(reveal => reveal.Position)], left, new(constrained, mass, [.. refused.OrderBy(token => token.Position)]));
    }

    private Reveal Again(int index, int position, TokenSet allowed)
    {
        var prediction = TokenPrediction.Of(logits.narrow(0, index, 1), [position], options, maskId, draws, _ => allowed);
        return new(position, prediction.Tokens[0], prediction.Confidences[0], prediction.Entropies[0]);
    }

    // the probability of all that is forbidden at a position; the model's first choice is noted if it is
    private double Forbidden(int index, int position, TokenSet allowed, List<RefusedToken> refused)
    {
        var vocabulary = (int)logits.shape[1];
        var rented = ArrayPool<float>.Shared.Rent(RowMath.Padded(vocabulary));
        try
        {
            var weights = rented.AsSpan(0, RowMath.Padded(vocabulary));
            using (var own = logits.narrow(0, index, 1).to_type(ScalarType.Float32).cpu().contiguous()) RowMath.Scale(Numbers(own), 1, weights);
            if (maskId >= 0) weights[maskId] = float.NegativeInfinity;
            var total = RowMath.Exponentials(weights, RowMath.Largest(weights).First);
            var first = Math.Max(0, RowMath.FirstFrom(weights, 1));
            if (!allowed.Contains(first)) refused.Add(new(position, first, (float)(weights[first] / total)));
            allowed.FillOthers(weights, 0);
            return Math.Clamp(1 - RowMath.Sum(weights, 0) / total, 0, 1);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private static unsafe ReadOnlySpan<float> Numbers(Tensor row) => new((float*)TensorMemory.Address(row), (int)row.NumberOfElements);
}
