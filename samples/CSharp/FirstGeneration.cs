using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Samples;

/// <summary>A first generation in C#: load a checkpoint, ask for a function, watch it being written.</summary>
public static class FirstGeneration
{
    /// <summary>Generates and writes down every step.</summary>
    /// <param name="directory">An instruction-tuned checkpoint.</param>
    /// <param name="request">What to write.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="output">Where to write.</param>
    public static void Run(string directory, string request, SamplerOptions options, TextWriter output)
    {
        using var model = MaskedLanguageModel.Load(directory, Device.Cpu);
        var tokenizer = model.Tokenizer ?? throw new TokenizerException($"{directory} holds no tokenizer.");
        var sampler = new DiffusionSampler(model, options, tokenizer);

        var prompt = tokenizer.EncodeChat([new(ChatRole.User, request)], answerPrefix: "Here is the code to solve this problem:\n```python\n");
        var canvas = Canvas.Complete(prompt, options.MaxNewTokens, model.Config.MaskTokenId!.Value);

        var tokens = canvas.Tokens.ToArray();
        foreach (var step in sampler.Stream(canvas, seed: 0))
        {
            foreach (var reveal in step.Reveals) tokens[reveal.Position] = reveal.Token;
            output.WriteLine(step);
        }
        output.WriteLine(tokenizer.Decode(tokens.Skip(canvas.CompletionStart), skipSpecialTokens: true));
    }
}
