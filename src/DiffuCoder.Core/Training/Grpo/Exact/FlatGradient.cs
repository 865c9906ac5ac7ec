using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo.Exact;

/// <summary>Gradients of a copy of a model, all weights in one row of numbers; the model itself stays as it is.</summary>
internal sealed class FlatGradient : IDisposable
{
    private readonly IReadOnlyList<Tensor> weights;

    /// <summary>Copies a model's weights as float32, which is also what it computes in.</summary>
    /// <exception cref="ModelException">The model is one under an adapter.</exception>
    public FlatGradient(MaskedLanguageModel model)
    {
        Model = MaskedLanguageModel.Adapt(model);
        Model.CheckpointBlocks = model.CheckpointBlocks;
        weights = [.. Model.Parameters.Values];
        foreach (var weight in weights) weight.requires_grad_(true);
    }

    /// <summary>The copy.</summary>
    public MaskedLanguageModel Model { get; }

    /// <summary>The gradient of a sum of losses, float64 [P]; belongs to the caller's dispose scope.</summary>
    /// <param name="losses">Scalars, each differentiated before the next one is asked for.</param>
    public Tensor Of(IEnumerable<Tensor> losses)
    {
        using var scope = NewDisposeScope();
        using var differentiating = enable_grad();
        try
        {
            foreach (var loss in losses)
                if (loss.requires_grad) loss.backward();
            return cat([.. weights.Select(weight => (weight.grad ?? zeros_like(weight)).reshape(-1).to(ScalarType.Float64))])
                .MoveToOuterDisposeScope();
        }
        finally
        {
            foreach (var weight in weights) weight.grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    /// <summary>The product of two gradients.</summary>
    public static double Dot(Tensor left, Tensor right)
    {
        using var scope = NewDisposeScope();
        return left.dot(right).ToDouble();
    }
}
