using DiffuCoder.Constraints;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Repairs;

/// <summary>What the repair of an answer has to know of the model that fills it in.</summary>
internal sealed class RepairGround(MaskedLanguageModel model, CodeTokenizer? tokenizer)
{
    public CodeTokenizer? Tokenizer => tokenizer;

    public int Mask { get; } = Canvas.MaskOf(model.Config);

    /// <summary>What stands behind a text, and ends it.</summary>
    /// <exception cref="RepairException">No token does.</exception>
    public int Padding(SamplerOptions sampled)
    {
        var ends = StopTokens.Of(sampled, model, tokenizer);
        if (model.Config.PadTokenId is { } padding && ends.Contains(padding)) return padding;
        return ends.Count > 0
            ? ends.Min()
            : throw new RepairException("No token ends a text, so that there is none to stand behind it; name one in SamplerOptions.StopTokens.");
    }

    /// <summary>Why a canvas cannot be filled in so that its languages are met; null where it can.</summary>
    public ConstraintException? Against(Canvas canvas, SamplerOptions sampled) =>
        ConstrainedRow.Against(canvas, sampled, model.Config, tokenizer, StopTokens.Of(sampled, model, tokenizer));
}
