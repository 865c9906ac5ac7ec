using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter, arXiv 1711.05101) with a state that can be saved and loaded to the bit:
/// m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w = (1 - lr wd) w - lr / (1 - b1^n) m / (sqrt(v / (1 - b2^n)) + eps).
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly AdamWOptions options;
    private readonly IReadOnlyList<Slot> slots;

    private sealed record Slot(string Name, Tensor Weight, Tensor First, Tensor Second, double Decay);

    /// <summary>Starts with all moments at zero.</summary>
    /// <param name="parameters">The weights by name; they stay the caller's.</param>
    /// <param name="options">Settings.</param>
    public AdamW(IReadOnlyDictionary<string, Tensor> parameters, AdamWOptions options)
    {
        this.options = options;
        slots = [
            .. parameters.OrderBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => new Slot(p.Key, p.Value, Moment(p.Value), Moment(p.Value), DecayOf(p.Value)))];
    }

    /// <summary>Updates made so far, n.</summary>
    public long Updates { get; private set; }

    /// <summary>The moments by name: <c>first.NAME</c> and <c>second.NAME</c>. They stay the optimiser's.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => slots.SelectMany(slot => new[]
    {
        KeyValuePair.Create($"first.{slot.Name}", slot.First), KeyValuePair.Create($"second.{slot.Name}", slot.Second),
    });

    /// <summary>Goes on from saved moments.</summary>
    /// <param name="updates">Updates made when they were saved.</param>
    /// <param name="read">The saved tensor of a name in <see cref="State"/>; disposed of here.</param>
    public void Restore(long updates, Func<string, Tensor> read)
    {
        using var quiet = no_grad();
        foreach (var (name, moment) in State)
        {
            using var saved = read(name);
            moment.copy_(saved);
        }
        Updates = updates;
    }

    /// <summary>One update by the gradients that the weights hold. A weight without one stays as it is.</summary>
    /// <param name="learningRate">lr.</param>
    /// <param name="gradientScale">Each gradient is multiplied by this first: normalisation and clipping in one.</param>
    public void Update(double learningRate, double gradientScale)
    {
        using var quiet = no_grad();
        Updates++;
        double first = 1 - Math.Pow(options.Beta1, Updates), second = Math.Sqrt(1 - Math.Pow(options.Beta2, Updates));
        var pass = new AdamWPass
        {
            GradientScale = (float)gradientScale,
            Kept = ((float)options.Beta1, (float)options.Beta2),
            Shares = ((float)(1 - options.Beta1), (float)(1 - options.Beta2)),
            Correction = (float)second,
            Epsilon = (float)options.Epsilon,
            Rate = (float)(-learningRate / first),
        };
        // TorchSharp frees a Scalar that nobody holds while its native call may still read it
        using Scalar scale = gradientScale, rate = -learningRate / first, correction = second, epsilon = options.Epsilon;
        using Scalar beta1 = options.Beta1, share1 = 1 - options.Beta1, beta2 = options.Beta2, share2 = 1 - options.Beta2;
        foreach (var slot in slots)
        {
            using var scope = NewDisposeScope();
            if (slot.Weight.grad is not { } gradient) continue;
            if (AdamWPass.Fits(slot.Weight, gradient, slot.First, slot.Second))
            {
                pass.Update(slot.Weight, gradient, slot.First, slot.Second, (float)(1 - learningRate * slot.Decay));
                continue;
            }
            gradient.mul_(scale);
            slot.First.mul_(beta1).add_(gradient, share1);
            slot.Second.mul_(beta2).addcmul_(gradient, gradient, share2);
            var spread = slot.Second.sqrt().div_(correction).AddInPlace(epsilon);
            using Scalar kept = 1 - learningRate * slot.Decay;
            if (slot.Decay > 0) slot.Weight.mul_(kept);
            slot.Weight.addcdiv_(slot.First, spread, rate);
        }
    }

    /// <summary>Releases the moments, not the weights.</summary>
    public void Dispose()
    {
        foreach (var slot in slots)
        {
            slot.First.Dispose();
            slot.Second.Dispose();
        }
    }

    private double DecayOf(Tensor weight) => weight.ndim >= 2 || options.DecayVectors ? options.WeightDecay : 0;

    private static Tensor Moment(Tensor weight)
    {
        using var quiet = no_grad();
        return zeros_like(weight).DetachFromDisposeScope();
    }
}
