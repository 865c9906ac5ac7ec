using System.Runtime.CompilerServices;
using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Sampling;

/// <summary>
/// Fills in canvases with a masked diffusion model, or goes on with a text with a causal one.
/// Chat, evaluation, reinforcement learning and notebooks all sample here, with the same rules.
/// </summary>
/// <remarks>
/// It follows the sampler released with Dream and DiffuCoder, position by position, except where that one is wrong: rows of a batch have counts of
/// their own, so that none loses a known token or keeps a mask; equal confidences are taken left-most first; a predicted mask token is replaced;
/// logits that are not numbers are an error instead of a greedy choice; and a row's result does not depend on the rows beside it.
/// </remarks>
public sealed class DiffusionSampler
{
    private readonly MaskedLanguageModel model;
    private readonly SamplerOptions options;
    private readonly CodeTokenizer? tokenizer;
    private readonly SamplerHooks hooks;

    /// <summary>A sampler. It owns nothing.</summary>
    /// <param name="model">
    /// A masked diffusion model, or a causal one, which writes from left to right, one token a step, until it ends its text.
    /// </param>
    /// <param name="options">How to sample.</param>
    /// <param name="tokenizer">For the text of the results and the names of the stop tokens; without it results have no text.</param>
    /// <param name="hooks">Where to look at or change what goes on.</param>
    /// <exception cref="SamplerException">The options contradict each other.</exception>
    public DiffusionSampler(MaskedLanguageModel model, SamplerOptions options, CodeTokenizer? tokenizer = null, SamplerHooks? hooks = null)
    {
        (this.model, this.options, this.tokenizer, this.hooks) = (model, options, tokenizer, hooks ?? SamplerHooks.None);
        if (options.RemaskingTemperature > 0 && (options.Remasking.ChoosesBlind || options.Remasking.MayExtend))
            throw new SamplerException(
                $"RemaskingTemperature is {options.RemaskingTemperature}, but {options.Remasking.Name} does not draw positions by confidence; "
                    + "set it to 0.");
        if (options.DriftEvery is not null && options.Cache == Cache.None)
            throw new SamplerException("DriftEvery is set, but there is no cache whose logits could differ; set Cache, or DriftEvery to null.");
        if (!options.Remasking.IsScheduled && options.MaskPrediction == MaskPrediction.Keep)
            throw new SamplerException(
                $"With {options.Remasking.Name} decoding ends when no mask is left, and MaskPrediction Keep may leave them "
                + "all for ever; use Replace.");
    }

    /// <summary>How it samples.</summary>
    public SamplerOptions Options => options;

    /// <summary>The tokens that end a text, by <see cref="SamplerOptions.StopTokens"/> or, where it is null, by the model's own files.</summary>
    public IReadOnlySet<int> TextEnds => StopTokens.Of(options, model, tokenizer);

    /// <summary>Begins a generation to be advanced step by step.</summary>
    /// <param name="canvases">One or more rows, of any lengths.</param>
    /// <param name="seeds">A seed per row.</param>
    /// <exception cref="SamplerException">A token outside the vocabulary, a row too long or empty, or another number of seeds than rows.</exception>
    public Decoding Start(IReadOnlyList<Canvas> canvases, IReadOnlyList<long> seeds)
    {
        Validate(canvases, seeds);
        return new(model, options, tokenizer, hooks, canvases.Zip(seeds));
    }

    /// <summary>
    /// Fills in rows together: as one batch, or, where passes are short (a small model on a processor, and no hooks), each by itself on the threads
    /// that torch has, so that it is the same to the last bit whatever stands beside it.
    /// </summary>
    /// <param name="canvases">One or more rows, of any lengths.</param>
    /// <param name="seed">Row i uses the seed derived from (seed, i), which its trajectory states.</param>
    /// <param name="cancellation">Ends the generation between two blocks of the model.</param>
    /// <exception cref="SamplerException">As <see cref="Start"/> and <see cref="Decoding.Advance"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<Trajectory> Generate(IReadOnlyList<Canvas> canvases, long seed, CancellationToken cancellation = default) =>
        Generate(canvases, [.. canvases.Select((_, i) => new RandomSource(seed).Derive(i).Seed)], cancellation);

    /// <summary>As the other, with a seed for each row.</summary>
    /// <param name="canvases">One or more rows, of any lengths.</param>
    /// <param name="seeds">A seed per row.</param>
    /// <param name="cancellation">Ends the generation between two blocks of the model.</param>
    /// <param name="watch">
    /// Shown each row's place and its step as soon as it is done. Rows that go side by side show theirs from several threads at once.
    /// </param>
    /// <exception cref="SamplerException">As <see cref="Start"/> and <see cref="Decoding.Advance"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<Trajectory> Generate(
        IReadOnlyList<Canvas> canvases, IReadOnlyList<long> seeds, CancellationToken cancellation = default, Action<int, SamplingStep>? watch = null)
    {
        Validate(canvases, seeds);
        return hooks == SamplerHooks.None && SideBySide.Suits(model, canvases.Count)
            ? SideBySide.Run(canvases.Count, Alone, cancellation)
            : Run(Start(canvases, seeds), cancellation, watch);

        Trajectory Alone(int row) =>
            Run(Start([canvases[row]], [seeds[row]]), cancellation, watch is null ? null : (_, step) => watch(row, step))[0];
    }

    /// <summary>Fills in one row.</summary>
    /// <param name="canvas">The row.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="cancellation">Ends the generation between two blocks of the model.</param>
    /// <exception cref="SamplerException">As <see cref="Start"/> and <see cref="Decoding.Advance"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Trajectory Generate(Canvas canvas, long seed, CancellationToken cancellation = default) =>
        Run(Start([canvas], [seed]), cancellation)[0];

    /// <summary>Fills in one row and hands over every step as it is done. Stop reading to stop generating.</summary>
    /// <param name="canvas">The row.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="cancellation">Ends the generation between two blocks of the model.</param>
    public IEnumerable<SamplingStep> Stream(Canvas canvas, long seed, CancellationToken cancellation = default)
    {
        using var decoding = Start([canvas], [seed]);
        while (!decoding.IsFinished) yield return decoding.Advance(cancellation)[0];
    }

    /// <summary>As <see cref="Stream"/>, computing off the caller's thread.</summary>
    /// <param name="canvas">The row.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="cancellation">Ends the generation between two blocks of the model.</param>
    public async IAsyncEnumerable<SamplingStep> StreamAsync(
        Canvas canvas, long seed, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var decoding = Start([canvas], [seed]);
        while (!decoding.IsFinished)
            yield return await Task.Run(() => decoding.Advance(cancellation)[0], cancellation).ConfigureAwait(false);
    }

    private static IReadOnlyList<Trajectory> Run(Decoding decoding, CancellationToken cancellation, Action<int, SamplingStep>? watch = null)
    {
        using var _ = decoding;
        while (!decoding.IsFinished)
        {
            var steps = decoding.Advance(cancellation);
            for (var row = 0; watch is not null && row < steps.Count; row++) watch(row, steps[row]);
        }
        return decoding.Result();
    }

    private void RequireText(Canvas canvas)
    {
        if (canvas.CompletionStart < 1
            || canvas.Tokens.Select((token, i) => (token == Canvas.MaskOf(model.Config)) != i >= canvas.CompletionStart).Any(wrong => wrong))
            throw new SamplerException("A causal model goes on with a text, and cannot fill in holes: give a prompt, and nothing behind it.");
    }

    // the full pass at a block's beginning commits its first position alone (BlockReading)
    private void RequireSteps(int ofBlock)
    {
        if (ofBlock == 1 && options.Cache != Cache.None && model.Config.Family.ReadsLeft && !options.Remasking.MayExtend)
            throw new SamplerException(
                $"Steps is {options.Steps}, which is one for each block; a {model.Config.ModelType} model under a cache needs two: "
                + "one reads the whole canvas and commits the first position. Give more steps, or a strategy that goes on until nothing is masked.");
    }

    private void Validate(IReadOnlyList<Canvas> canvases, IReadOnlyList<long> seeds)
    {
        if (canvases.Count == 0 || canvases.Count != seeds.Count)
            throw new SamplerException($"{canvases.Count} canvases came with {seeds.Count} seeds; give at least one canvas and one seed for each.");
        foreach (var canvas in canvases) Validate(canvas);
    }

    private void Validate(Canvas canvas)
    {
        if (model.Config.Attention == AttentionKind.Causal) RequireText(canvas);
        else RequireSteps(DecodingBlock.Steps(canvas, options));
        if (canvas.Tokens.Count == 0) throw new SamplerException("A canvas holds no token.");
        if (canvas.Tokens.Count > model.Config.MaxPositions)
            throw new SamplerException(
                $"A canvas of {canvas.Tokens.Count} tokens is longer than the model's {model.Config.MaxPositions} positions; "
                    + "shorten the prompt or MaxNewTokens.");
        foreach (var token in canvas.Tokens)
            if ((token < 0 && token != Canvas.MaskOf(model.Config)) || token >= model.Config.VocabularySize)
                throw new SamplerException(
                    $"Token {token} lies outside the model's vocabulary of {model.Config.VocabularySize}; "
                        + "was the text encoded with another model's tokenizer?");
    }
}
