using DiffuCoder.Models;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Evaluation;

/// <summary>Answers of a model, by the kit's one sampler.</summary>
internal sealed class SampledAnswers : IAnswers
{
    private readonly MaskedLanguageModel model;
    private readonly RequestForm form;
    private readonly EvaluationOptions options;
    private readonly CodeTokenizer tokenizer;
    private readonly DiffusionSampler sampler;

    /// <exception cref="EvaluationException">The model has no tokenizer.</exception>
    /// <exception cref="SamplerException">The model cannot be sampled so.</exception>
    public SampledAnswers(MaskedLanguageModel model, RequestForm form, EvaluationOptions options)
    {
        (this.model, this.form, this.options) = (model, form, options);
        tokenizer = model.Tokenizer
            ?? throw new EvaluationException("The model has no tokenizer; put tokenizer.json, or vocab.json and merges.txt, beside its weights.");
        sampler = new(model, options.Sampler, tokenizer);
        Identity = AnswerIdentity.Of(model, options.Sampler);
    }

    public IReadOnlyDictionary<string, string> Identity { get; }

    public IReadOnlyList<Answer> Answer(IReadOnlyList<(Problem Problem, long Seed)> asked, Action<double> written, CancellationToken cancellation)
    {
        var mask = Canvas.MaskOf(model.Config);
        Canvas[] canvases = [
            .. asked.Select(
                one => Canvas.Complete(
                    EvaluationPrompt.Encode(tokenizer, one.Problem, form, options.Prompting), options.Sampler.MaxNewTokens, mask))];
        long revealed = 0;
        return [.. sampler.Generate(canvases, [.. asked.Select(one => one.Seed)], cancellation, Watch).Select(AnswerOf)];

        void Watch(int row, SamplingStep step) =>
            written(Interlocked.Add(ref revealed, step.Reveals.Count) / (double)options.Sampler.MaxNewTokens);
    }

    private static Answer AnswerOf(Trajectory trajectory) =>
        new(trajectory.Text!, trajectory.Completion.Count, trajectory.TextEnd < trajectory.Final.Count) { Trajectory = trajectory };
}
