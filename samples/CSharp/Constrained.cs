using System.Globalization;
using DiffuCoder.Constraints;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Samples;

/// <summary>An answer that is held to a language: JSON by a schema, whatever the model would rather write.</summary>
public static class Constrained
{
    private const string Person = """
        {"properties": {"name": {"type": "string", "maxLength": 12}, "age": {"type": "integer"}}, "required": ["name", "age"]}
        """;

    /// <summary>Asks for a person in JSON, and writes down the answer and what the model was kept from.</summary>
    /// <param name="model">An instruction-tuned model.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(MaskedLanguageModel model, string request, SamplerOptions options, TextWriter output)
    {
        var held = options with { Constraint = Constraint.Json(Person) };
        var tokenizer = Asking.TokenizerOf(model);
        var prompt = tokenizer.EncodeChat([new(ChatRole.User, request)]);
        var canvas = Canvas.Complete(prompt, held.MaxNewTokens, Canvas.MaskOf(model.Config));
        var answer = new DiffusionSampler(model, held, tokenizer).Generate(canvas, seed: 0);
        output.WriteLine(answer.Text);
        var cost = answer.Forbidden!;
        output.WriteLine($"{cost.Refused.Count} of {cost.Constrained} tokens were not the model's first choice");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cost.Mass / cost.Constrained:P0} of its probability was forbidden"));
    }
}
