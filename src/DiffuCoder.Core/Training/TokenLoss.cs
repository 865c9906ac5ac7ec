using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>Cross entropy at chosen positions: the output layer is asked for nothing else.</summary>
internal static class TokenLoss
{
    /// <summary>Flat positions of the true elements, int64 [N].</summary>
    public static Tensor Positions(Tensor chosen)
    {
        using var scope = NewDisposeScope();
        return chosen.reshape(-1).nonzero().squeeze(1).MoveToOuterDisposeScope();
    }

    /// <summary>-log softmax(logits)[clean token] at each position, float32 [N].</summary>
    public static Tensor CrossEntropy(MaskedLanguageModel model, TokenBatch canvas, Tensor clean, Tensor at)
    {
        using var scope = NewDisposeScope();
        var targets = clean.reshape(-1).index_select(0, at);
        return model.LogProbabilities(canvas, at, targets).neg().MoveToOuterDisposeScope();
    }

    /// <summary>The unweighted mean to log.</summary>
    public static IReadOnlyDictionary<string, Mean> Measures(Tensor crossEntropy)
    {
        using var scope = NewDisposeScope();
        return new Dictionary<string, Mean> { ["cross_entropy"] = new(crossEntropy.detach().sum().ToDouble(), crossEntropy.shape[0]) };
    }

    /// <summary>The mask token; an error where there is none.</summary>
    public static int MaskToken(MaskedLanguageModel model) =>
        model.Config.MaskTokenId
            ?? throw new TrainingException(
                $"A {model.Config.ModelType} model without a mask token cannot learn masked diffusion; give its configuration a mask_token_id.");
}
