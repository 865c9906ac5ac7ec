using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>A set of rollouts, and what the updates made with it need. Owns its tensors.</summary>
/// <param name="Completions">Prompts and completions.</param>
/// <param name="Advantages">float32 [B].</param>
/// <param name="Passes">One per update.</param>
internal sealed record RolloutRound(Completions Completions, Tensor Advantages, IReadOnlyList<IterationPass> Passes) : IDisposable
{
    /// <summary>What each token's policy term is multiplied by, float32 [B, Lc]; null: 1.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>Means to log with the first update.</summary>
    public required IReadOnlyDictionary<string, Mean> Measures { get; init; }

    /// <summary>One JSON line per completion.</summary>
    public required IReadOnlyList<string> Records { get; init; }

    public void Dispose()
    {
        foreach (var tensor in Tensors) tensor.Dispose();
    }

    /// <summary>Keeps all tensors beyond the current dispose scope.</summary>
    public RolloutRound Keep()
    {
        foreach (var tensor in Tensors) tensor.DetachFromDisposeScope();
        return this;
    }

    private IEnumerable<Tensor> Tensors => new[] { Completions.Tokens, Completions.Counted, Completions.AttentionMask, Advantages, Weights }
        .Concat(Passes.SelectMany(pass => pass.Views.SelectMany(view => view.Tensors).Append(pass.Old).Append(pass.Reference))).OfType<Tensor>();
}

/// <summary>The masks of one update, and what the model at the time of the rollout and the reference said under them.</summary>
/// <param name="Views">The masks.</param>
/// <param name="Old">float32 [B, Lc]; null where the update is the first one, made with the very weights that wrote the completions.</param>
/// <param name="Reference">float32 [B, Lc]; null without a reference.</param>
internal sealed record IterationPass(IReadOnlyList<MaskedView> Views, Tensor? Old, Tensor? Reference);
