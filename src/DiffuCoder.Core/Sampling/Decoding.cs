using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>A generation under way: a batch of canvases that <see cref="Advance"/> fills in step by step. Holds no tensors between steps, but for what a causal model has read, which it lets go at the end or when it is disposed of.</summary>
public sealed class Decoding : IDisposable
{
    // more than any two confidences differ by: probabilities and margins lie in [0, 1], negative entropies above -log V
    internal const float Deferral = 1000;

    private readonly MaskedLanguageModel model;
    private readonly SamplerOptions options;
    private readonly CodeTokenizer? tokenizer;
    private readonly SamplerHooks hooks;
    private readonly Func<int, int, int, RowDraws>? replay;
    private readonly DecodingRow[] rows;
    private readonly IReadOnlyDictionary<int, TimeGrid> times;
    private readonly int maskId;
    private readonly IReadOnlySet<int> stops;
    private readonly long[] unknown;
    private readonly CausalReading? reading;

    internal Decoding(
        MaskedLanguageModel model, SamplerOptions options, CodeTokenizer? tokenizer, SamplerHooks hooks,
        IEnumerable<(Canvas Canvas, long Seed)> rows, Func<int, int, int, RowDraws>? replay = null)
    {
        (this.model, this.options, this.tokenizer, this.hooks, this.replay) = (model, options, tokenizer, hooks, replay);
        this.rows = [.. rows.Select(row => new DecodingRow(row.Canvas, row.Seed))];
        maskId = Canvas.MaskOf(model.Config);
        if (model.Config.Attention == AttentionKind.Causal) (this.options, reading) = (FromLeft(options, this.rows), new(model));
        stops = StopTokens.Of(options, model, tokenizer);
        unknown = options.KnownTokensOnly ? Unknown(model.Config, tokenizer) : [];
        times = this.rows.Select(StepsOfBlock).Distinct().ToDictionary(steps => steps, steps => new TimeGrid(steps, this.options.Epsilon));
        hooks.Tokens?.Invoke(null, Canvases);
        foreach (var row in this.rows) row.Block = Begin(row, 0);
    }

    /// <summary>Steps done.</summary>
    public int Step { get; private set; }

    /// <summary>Nothing is left to do.</summary>
    public bool IsFinished =>
        (Step >= options.Steps && !options.Remasking.MayExtend) || rows.All(row => Array.IndexOf(row.Tokens, maskId) < 0);

    /// <summary>The canvases as they are now; a change shows in the next step.</summary>
    public IReadOnlyList<int[]> Canvases => [.. rows.Select(row => row.Tokens)];

    /// <summary>Does one step for every row.</summary>
    /// <param name="cancellation">Ends the generation before the step.</param>
    /// <returns>What each row revealed; nothing for rows that are complete.</returns>
    /// <exception cref="SamplerException">Everything is revealed already, or the model gave what is not a distribution.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<SamplingStep> Advance(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (IsFinished) throw new SamplerException("The generation is finished; read its result.");
        var plans = rows.Select(Plan).ToArray();
        var predictions = Predict(plans);
        var steps = rows.Select((row, i) => row.Commit(Reveal(plans[i], predictions[i]))).ToArray();
        if (reading is not null) EndRows(steps);
        hooks.Tokens?.Invoke(Step, Canvases);
        Step++;
        if (IsFinished) Dispose();
        return steps;
    }

    /// <summary>The finished trajectories, one per canvas, in order.</summary>
    /// <exception cref="SamplerException">Steps are left.</exception>
    public IReadOnlyList<Trajectory> Result() =>
        IsFinished ? [.. rows.Select(Finish)] : throw new SamplerException("The generation is not finished; advance it to the end first.");

    // what a row asks of the model: all its masked positions, or those a blind rule has chosen already
    private RowPlan Plan(DecodingRow row, int index)
    {
        GoOn(row);
        var masked = row.Masked(maskId);
        var steps = StepsOfBlock(row);
        var draws = replay?.Invoke(index, Step, masked.Length) ?? row.Draws(Step, masked.Length);
        var context = new RevealContext(
            row.BlockStep, steps, times[steps].Share(row.BlockStep), masked.Length, row.Block.InitialMasks, row.Deferred, [], options.RemaskingTemperature, draws)
        {
            Scheduled = options.Schedule.Counts is null ? null : row.Block.Counts.ElementAtOrDefault(row.BlockStep),
        };
        var asked = options.Remasking.ChoosesBlind ? [.. options.Remasking.Reveal(context).Indices.Select(i => masked[i])]
            : IdleStep.Is(context, row, Step, options, hooks) ? [] : masked;
        return new(row, asked, context);
    }

    // to the next block once nothing of this one is masked, or its steps are over
    private void GoOn(DecodingRow row)
    {
        while (row.Block.End < row.Tokens.Length && (row.Masked(maskId).Length == 0 || (row.BlockStep >= StepsOfBlock(row) && !options.Remasking.MayExtend)))
        {
            row.Block = Begin(row, row.Block.End);
            (row.BlockStep, row.Deferred) = (0, 0);
        }
    }

    private DecodingBlock Begin(DecodingRow row, int start)
    {
        var end = DecodingBlock.Ends(row.Canvas, options.BlockLength).First(end => end > start);
        var masks = Enumerable.Range(start, end - start).Count(i => row.Tokens[i] == maskId);
        return new(start, end, masks, options.Schedule.Counts?.Invoke(masks, StepsOfBlock(row)) ?? []);
    }

    private int StepsOfBlock(DecodingRow row) => DecodingBlock.Steps(row.Canvas, options);

    private TokenPrediction[] Predict(RowPlan[] plans)
    {
        var asking = Enumerable.Range(0, plans.Length).Where(i => plans[i].Asked.Length > 0).ToArray();
        if (asking.Length == 0) return [.. plans.Select(_ => TokenPrediction.None)];
        foreach (var i in asking) rows[i].CountPass();
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        var logits = reading is null ? Read(asking, plans) : reading.Next([.. rows.Select(row => row.Tokens)], [.. rows.Select(row => row.Canvas.CompletionStart)], Step, asking);
        if (hooks.Logits is { } hook)
            logits = hook(Step, [.. plans.SelectMany((plan, i) => plan.Asked.Select(position => new CanvasPosition(i, position)))], logits);
        if (unknown.Length > 0) logits = Without(unknown, logits);
        var predictions = new TokenPrediction[plans.Length];
        var begin = 0;
        for (var i = 0; i < plans.Length; begin += plans[i++].Asked.Length)
            predictions[i] = TokenPrediction.Of(logits.narrow(0, begin, plans[i].Asked.Length), plans[i].Asked, options, maskId, plans[i].Context.Draws);
        return predictions;
    }

    private static Tensor Without(long[] tokens, Tensor logits)
    {
        using Scalar removed = float.MinValue;
        return logits.index_fill(1, tensor(tokens, device: logits.device), removed);
    }

    // ids of the model's table that the tokenizer has no token for
    private static long[] Unknown(ModelConfig config, CodeTokenizer? tokenizer) => tokenizer is null
        ? throw new SamplerException("KnownTokensOnly needs a tokenizer, which says what the known tokens are; give the sampler the model's.")
        : [.. Enumerable.Range(0, config.VocabularySize).Where(id => tokenizer.TokenOf(id) is null).Select(id => (long)id)];

    private Tensor Read(int[] asking, RowPlan[] plans)
    {
        var canvases = asking.Select(i => rows[i].Tokens).ToArray();
        var width = canvases.Max(canvas => canvas.Length);
        var at = asking.SelectMany((i, place) => plans[i].Asked.Select(position => (long)place * width + width - rows[i].Tokens.Length + position)).ToArray();
        var device = model.Device.Resolve();
        return Logits(canvases, [.. asking.Select(i => rows[i].Canvas)], tensor(at, device: device));
    }

    // one token a step; other strategies have no meaning for a model that cannot see ahead
    private static SamplerOptions FromLeft(SamplerOptions options, IReadOnlyList<DecodingRow> rows) => options with
    {
        Remasking = Remasking.LeftToRight,
        Schedule = RevealSchedule.Even,
        Steps = rows.Max(row => Math.Max(1, row.Tokens.Length - row.Canvas.CompletionStart)),
        BlockLength = null,
        Guidance = 0,
        RemaskingTemperature = 0,
    };

    // behind a stop token a causal model writes nothing: the rest is padding
    private void EndRows(SamplingStep[] steps)
    {
        for (var i = 0; i < rows.Length; i++)
            if (steps[i].Reveals.Any(reveal => stops.Contains(reveal.Token))) rows[i].Tokens.AsSpan().Replace(maskId, Padding);
    }

    private int Padding => model.Config.PadTokenId ?? model.Config.EndOfTextId ?? 0;

    private Tensor Logits(int[][] canvases, IReadOnlyList<Canvas> origins, Tensor at)
    {
        if (options.Guidance == 0) return model.Logits(PaddedBatch.Of(canvases, model.Config, at.device), at);
        // without what was known: the tokens that were no masks at the start
        var unguided = canvases.Zip(origins, (canvas, origin) => canvas.Select((token, i) => origin.Tokens[i] == maskId ? token : maskId).ToArray());
        var width = canvases.Max(canvas => canvas.Length);
        using Scalar shift = (long)canvases.Length * width, weight = 1 + options.Guidance;
        var both = model.Logits(PaddedBatch.Of([.. canvases, .. unguided], model.Config, at.device), cat([at, at.Plus(shift)]));
        var (given, free) = (both.narrow(0, 0, at.shape[0]), both.narrow(0, at.shape[0], at.shape[0]));
        return free.Plus((given - free) * weight);
    }

    private SamplingStep Reveal(RowPlan plan, TokenPrediction prediction)
    {
        var candidates = plan.Asked.Select((position, i) => new Reveal(position, prediction.Tokens[i], prediction.Confidences[i], prediction.Entropies[i])).ToArray();
        var choice = options.Remasking.ChoosesBlind
            ? new RevealChoice([.. Enumerable.Range(0, candidates.Length)])
            : options.FinishWithStopTokens && prediction.Tokens.All(stops.Contains)
                ? new([.. Enumerable.Range(0, candidates.Length)], plan.Row.Deferred)
                : options.Remasking.Reveal(plan.Context with { Confidences = Ranked(prediction) });
        plan.Row.Deferred = choice.Deferred;
        var reveals = choice.Indices.Order().Select(i => candidates[i]).Where(reveal => reveal.Token != maskId).ToArray();
        return new(Step, reveals, options.RecordsAt(Step) ? candidates : null);
    }

    // deferred positions keep their order among themselves, below all others
    private float[] Ranked(TokenPrediction prediction) => options.DeferStopTokens
        ? [.. prediction.Confidences.Zip(prediction.Tokens, (confidence, token) => stops.Contains(token) ? confidence - Deferral : confidence)]
        : prediction.Confidences;

    /// <summary>Lets go of what a causal model has read.</summary>
    public void Dispose() => reading?.Dispose();

    private Trajectory Finish(DecodingRow row)
    {
        var end = row.TextEnd(stops);
        return new()
        {
            Initial = reading is null ? row.Canvas.Tokens : [.. row.Canvas.Tokens.Select(token => token == maskId ? Padding : token)],
            Final = [.. row.Tokens],
            CompletionStart = row.Canvas.CompletionStart,
            TextEnd = end,
            Steps = row.Steps,
            Passes = row.Passes,
            Options = options,
            Seed = row.Seed,
            Text = tokenizer?.Decode(row.Tokens.Take(end).Skip(row.Canvas.CompletionStart), skipSpecialTokens: true),
        };
    }

    private sealed record RowPlan(DecodingRow Row, int[] Asked, RevealContext Context);
}
