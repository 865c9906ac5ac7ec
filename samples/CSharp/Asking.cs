using DiffuCoder.Evaluation;
using DiffuCoder.Models;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Samples;

/// <summary>What the samples share: from a request in words to the canvas that a model fills in.</summary>
internal static class Asking
{
    public static CodeTokenizer TokenizerOf(MaskedLanguageModel model) =>
        model.Tokenizer ?? throw new TokenizerException("The model was loaded without a tokenizer; put its files beside the weights.");

    /// <summary>A request for code, the answer to which has begun as in the paper's evaluations.</summary>
    public static Canvas ForCode(MaskedLanguageModel model, string request, SamplerOptions options) =>
        Canvas.Complete(
            TokenizerOf(model).EncodeChat([new(ChatRole.User, request)], answerPrefix: EvaluationPrompt.AnswerPrefix),
            options.MaxNewTokens,
            Canvas.MaskOf(model.Config));
}
