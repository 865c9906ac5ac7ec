using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>Clipping by the global norm (Pascanu et al., arXiv 1211.5063).</summary>
public static class GradientClipping
{
    /// <summary>The Euclidean norm of all gradients together; 0 where there is none.</summary>
    /// <param name="parameters">Weights that hold gradients.</param>
    public static double GlobalNorm(IEnumerable<Tensor> parameters)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var norms = parameters.Select(weight => weight.grad).OfType<Tensor>().Select(gradient => gradient.norm()).ToList();
        return norms.Count == 0 ? 0 : stack(norms).to(ScalarType.Float64).norm().ToDouble();
    }

    /// <summary>What to multiply gradients by so that their norm is at most <paramref name="limit"/>.</summary>
    /// <param name="norm">Their norm.</param>
    /// <param name="limit">Largest norm allowed; 0 for no limit.</param>
    public static double Scale(double norm, double limit) => limit > 0 && norm > limit ? limit / norm : 1;
}
