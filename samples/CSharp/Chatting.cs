using DiffuCoder.Models;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Samples;

/// <summary>A conversation of several turns.</summary>
public static class Chatting
{
    /// <summary>Asks one question after another, each with what was said before.</summary>
    /// <param name="model">An instruction-tuned model.</param>
    /// <param name="questions">What the user says, turn by turn.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="output">Where to write the conversation.</param>
    public static void Run(MaskedLanguageModel model, IEnumerable<string> questions, SamplerOptions options, TextWriter output)
    {
        var tokenizer = Asking.TokenizerOf(model);
        var sampler = new DiffusionSampler(model, options, tokenizer);
        List<ChatMessage> conversation = [];
        foreach (var question in questions)
        {
            conversation.Add(new(ChatRole.User, question));
            var canvas = Canvas.Complete(tokenizer.EncodeChat(conversation), options.MaxNewTokens, Canvas.MaskOf(model.Config));
            var answer = sampler.Generate(canvas, seed: 0).Text ?? "";
            conversation.Add(new(ChatRole.Assistant, answer));
            output.WriteLine($"> {question}");
            output.WriteLine(answer);
        }
    }
}
