using System.Text.Json;
using DiffuCoder.Models;
using DiffuCoder.Sampling;

namespace DiffuCoder.Evaluation;

/// <summary>What a model's answers depend on beside what it is asked, in words by name, for records that are compared.</summary>
internal static class AnswerIdentity
{
    public static Dictionary<string, string> Of(MaskedLanguageModel model, SamplerOptions options)
    {
        var identity = new Dictionary<string, string>
        {
            ["model"] = JsonSerializer.Serialize(model.Config),
            ["weights"] = WeightHash.Of(model),
            ["tokenizer"] = model.Tokenizer is { } tokenizer ? FilesHash.Of(tokenizer.Files) : "none",
            ["device"] = model.Device.Name,
            [RecordedPrecision.Name] = RecordedPrecision.Of(model),
            ["sampler"] = SamplerWords.Of(options),
        };
        if (model.Adapter is { } adapter) identity["adapter"] = adapter.Options.Description;
        return identity;
    }
}
