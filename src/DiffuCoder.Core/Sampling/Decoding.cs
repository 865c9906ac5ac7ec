using DiffuCoder.Models;
using DiffuCoder.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Sampling;

/// <summary>
/// A generation under way: a batch of canvases that <see cref="Advance"/> fills in step by step. What reads them and what commits are parts of their
/// own, between which this alternates. Between steps it holds tensors only where keys and values are kept (<see cref="SamplerOptions.Cache"/>, and
/// every causal model); they are let go at the end or when it is disposed of.
/// </summary>
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
    private readonly bool isCausal;
    private readonly CanvasReading reading;
    private readonly CanvasReading? full;
    private bool wasEnded;

    internal Decoding(
        MaskedLanguageModel model, SamplerOptions options, CodeTokenizer? tokenizer, SamplerHooks hooks,
        IEnumerable<(Canvas Canvas, long Seed)> rows, Func<int, int, int, RowDraws>? replay = null)
    {
        (this.model, this.options, this.tokenizer, this.hooks, this.replay) = (model, options, tokenizer, hooks, replay);
        stops = StopTokens.Of(options, model, tokenizer);
        this.rows = [
            .. rows.Select(row => new DecodingRow(row.Canvas, row.Seed, ConstrainedRow.Of(row.Canvas, options, model.Config, tokenizer, stops)))];
        maskId = Canvas.MaskOf(model.Config);
        isCausal = model.Config.Attention == AttentionKind.Causal;
        if (isCausal) this.options = FromLeft(options, this.rows);
        reading = CanvasReading.Of(model, this.options);
        if (this.options.DriftEvery is not null) full = CanvasReading.Of(model, this.options with { Cache = Cache.None });
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
    /// <param name="cancellation">Ends the generation before the step, or within its pass: then this one is over, and its canvases stay.</param>
    /// <returns>What each row revealed; nothing for rows that are complete.</returns>
    /// <exception cref="SamplerException">
    /// Everything is revealed already, it was ended within a step, or the model gave what is not a distribution.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<SamplingStep> Advance(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (IsFinished) throw new SamplerException("The generation is finished; read its result.");
        if (wasEnded) throw new SamplerException("The generation was ended within a step; start another one.");
        var plans = rows.Select(Plan).ToArray();
        var steps = Whole(plans, cancellation);
        foreach (var (plan, step) in plans.Zip(steps)) RequireProgress(plan, step);
        foreach (var (row, step) in rows.Zip(steps)) row.Commit(step);
        if (isCausal) EndRows(steps);
        hooks.Tokens?.Invoke(Step, Canvases);
        Step++;
        if (IsFinished) Dispose();
        return steps;
    }

    /// <summary>The finished trajectories, one per canvas, in order.</summary>
    /// <exception cref="SamplerException">Steps are left.</exception>
    public IReadOnlyList<Trajectory> Result() =>
        IsFinished ? [.. rows.Select(Finish)] : throw new SamplerException("The generation is not finished; advance it to the end first.");

    // past the steps that were planned, without a temperature, the same canvas is predicted alike for ever
    private void RequireProgress(RowPlan plan, SamplingStep step)
    {
        if (plan.View.Asked.Length == 0 || step.Reveals.Count > 0 || plan.Row.BlockStep <= StepsOfBlock(plan.Row)) return;
        if (options.Temperature > 0 || hooks.Logits is not null) return;
        wasEnded = true;
        Dispose();
        throw new SamplerException(
            $"With {options.Remasking.Name} decoding goes on until no mask is left, and the model predicts the mask itself where some are: with "
                + "MaskPrediction Keep they stay for ever. Use Replace.");
    }

    // what a row asks of the model: all its masked positions, or those a blind rule has chosen already
    private RowPlan Plan(DecodingRow row, int index)
    {
        GoOn(row);
        var masked = row.Masked(maskId);
        var steps = StepsOfBlock(row);
        var draws = replay?.Invoke(index, Step, masked.Length) ?? row.Draws(Step, masked.Length);
        var context = new RevealContext(
            row.BlockStep, steps, times[steps].Share(row.BlockStep), masked.Length, row.Block.InitialMasks, row.Deferred, [],
            options.RemaskingTemperature, draws)
        {
            Scheduled = options.Schedule.Counts is null ? null : row.Block.Counts.ElementAtOrDefault(row.BlockStep),
        };
        var view = new ReadingRow(index, row.Canvas, row.Tokens, row.Block, masked);
        var alone = reading.CommitsFirstAlone(view);
        if (!alone && IdleStep.Is(context, row, Step, options, hooks)) return new(row, view with { Asked = [] }, options.Remasking.Reveal, context);
        var rule = alone ? RevealRules.FirstOf(options.Remasking.Reveal) : options.Remasking.Reveal;
        if (!options.Remasking.ChoosesBlind) return new(row, view, rule, context);
        var choice = rule(context);
        var all = new RevealChoice([.. Enumerable.Range(0, choice.Indices.Count)], choice.Deferred);
        return new(row, view with { Asked = [.. choice.Indices.Select(i => masked[i])] }, _ => all, context);
    }

    // to the next block once nothing of this one is masked, or its steps are over
    private void GoOn(DecodingRow row)
    {
        while (row.Block.End < row.Tokens.Length
            && (row.Masked(maskId).Length == 0 || (row.BlockStep >= StepsOfBlock(row) && !options.Remasking.MayExtend)))
        {
            row.Block = Begin(row, row.Block.End);
            (row.BlockStep, row.Deferred) = (0, 0);
        }
    }

    private DecodingBlock Begin(DecodingRow row, int start)
    {
        var end = DecodingBlock.Ends(row.Canvas, options.BlockLength).First(end => end > start);
        var masks = Enumerable.Range(start, end - start).Count(i => row.Tokens[i] == maskId);
        var first = Array.IndexOf(row.Tokens, maskId, start, end - start);
        return new(start, end, first < 0 ? end : first, masks, options.Schedule.Counts?.Invoke(masks, StepsOfBlock(row)) ?? []);
    }

    private int StepsOfBlock(DecodingRow row) => DecodingBlock.Steps(row.Canvas, options);

    // what a pass that was cut kept of keys and values is of two canvases
    private SamplingStep[] Whole(RowPlan[] plans, CancellationToken cancellation)
    {
        try
        {
            return Steps(plans, cancellation);
        }
        catch (OperationCanceledException)
        {
            wasEnded = true;
            Dispose();
            throw;
        }
    }

    private SamplingStep[] Steps(RowPlan[] plans, CancellationToken cancellation)
    {
        using var inference = no_grad();
        using var scope = NewDisposeScope();
        RowPlan[] asking = [.. plans.Where(plan => plan.View.Asked.Length > 0)];
        var steps = plans.ToDictionary(plan => plan.Row, _ => new SamplingStep(Step, [], options.RecordsAt(Step) ? [] : null) { Computed = 0 });
        foreach (var plan in asking) plan.Row.Show();
        if (asking.Length > 0)
        {
            var (logits, computed) = Read(reading, asking, cancellation);
            var exact = full is not null && Step % options.DriftEvery == 0 ? Read(full, asking, cancellation).Logits : null;
            var begin = 0;
            foreach (var (plan, positions) in asking.Zip(computed))
            {
                var own = logits.narrow(0, begin, plan.View.Asked.Length);
                var (step, deferred) = Reveal(plan, own);
                plan.Row.Deferred = deferred;
                steps[plan.Row] = step with
                {
                    Computed = positions,
                    Drift = exact is null ? null : Drift(plan, exact.narrow(0, begin, plan.View.Asked.Length), own, step.Reveals),
                };
                begin += plan.View.Asked.Length;
            }
        }
        return [.. plans.Select(plan => steps[plan.Row])];
    }

    private CanvasLogits Read(CanvasReading from, RowPlan[] asking, CancellationToken cancellation)
    {
        var read = from.Read([.. asking.Select(plan => plan.View)], cancellation);
        var logits = hooks.Logits is { } hook ? hook(Step, [.. asking.SelectMany(Places)], read.Logits) : read.Logits;
        return read with { Logits = unknown.Length > 0 ? Without(unknown, logits) : logits };
    }

    private static IEnumerable<CanvasPosition> Places(RowPlan plan) =>
        plan.View.Asked.Select(position => new CanvasPosition(plan.View.Index, position));

    private CacheDrift Drift(RowPlan plan, Tensor exact, Tensor cached, IReadOnlyList<Reveal> reveals)
    {
        var (difference, divergence) = CacheDrift.Between(exact, cached);
        return new(difference, divergence, Reveal(plan, exact).Step.Reveals)
        {
            Ratios = CacheDrift.RatiosOf(
                exact, cached, [.. reveals.Select(reveal => (long)Array.IndexOf(plan.View.Asked, reveal.Position))],
                [.. reveals.Select(reveal => (long)reveal.Token)], options.Temperature),
        };
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

    // one token a step; other strategies have no meaning for a model that cannot see ahead
    private static SamplerOptions FromLeft(SamplerOptions options, IReadOnlyList<DecodingRow> rows) => options with
    {
        Remasking = Remasking.LeftToRight,
        Schedule = RevealSchedule.Even,
        Steps = rows.Max(row => Math.Max(1, row.Tokens.Length - row.Canvas.CompletionStart)),
        BlockLength = null,
        Cache = Cache.None,
        DriftEvery = null,
        Guidance = 0,
        RemaskingTemperature = 0,
    };

    // behind a stop token a causal model writes nothing, but for holes that are held to a language: the rest is padding
    private void EndRows(SamplingStep[] steps)
    {
        foreach (var (row, step) in rows.Zip(steps))
            if (step.Reveals.Any(reveal => stops.Contains(reveal.Token)))
                for (var i = 0; i < row.Tokens.Length; i++)
                    if (row.Tokens[i] == maskId && !row.Canvas.Holes.Any(hole => hole.Holds(i)))
                        row.Tokens[i] = Padding;
    }

    private int Padding => model.Config.PadTokenId ?? model.Config.EndOfTextId ?? 0;

    private (SamplingStep Step, int Deferred) Reveal(RowPlan plan, Tensor logits)
    {
        var constraint = plan.Row.Constraint;
        var prediction = TokenPrediction.Of(
            logits, plan.View.Asked, options, maskId, plan.Context.Draws, constraint is null ? null : constraint.Allowed);
        Reveal[] candidates = [.. plan.View.Asked.Select((position, i) =>
            new Reveal(position, prediction.Tokens[i], prediction.Confidences[i], prediction.Entropies[i]))];
        var ranked = Ranked(prediction);
        var finishes = options.FinishWithStopTokens && !options.Remasking.ChoosesBlind && prediction.Tokens.All(stops.Contains);
        var choice = finishes
            ? new([.. Enumerable.Range(0, candidates.Length)], plan.Row.Deferred)
            : plan.Rule(plan.Context with { Confidences = ranked });
        if (constraint is not null)
        {
            // the left-most of the stop tokens that finish a row ends the text, and sets free what stands behind it
            var order = finishes ? choice.Indices.Order() : choice.Indices.OrderByDescending(i => ranked[i]).ThenBy(i => i);
            var commitments = new ConstrainedCommitments(constraint, logits, options, maskId, plan.Context.Draws);
            var (made, left, cost) = commitments.Make(candidates, order);
            made = Recorded(plan.View.Asked, logits, made);
            return (new(Step, made, options.RecordsAt(Step) ? candidates : null) { Forbidden = cost }, choice.Deferred + left);
        }
        var reveals = choice.Indices.Order().Select(i => candidates[i]).Where(reveal => reveal.Token != maskId).ToArray();
        reveals = Recorded(plan.View.Asked, logits, reveals);
        return (new(Step, reveals, options.RecordsAt(Step) ? candidates : null), choice.Deferred);
    }

    // with the log-probabilities, where they are asked for
    private Reveal[] Recorded(int[] asked, Tensor logits, Reveal[] reveals)
    {
        if (!options.RecordProbabilities || reveals.Length == 0) return reveals;
        using var scope = NewDisposeScope();
        var rows = tensor([.. reveals.Select(reveal => (long)Array.IndexOf(asked, reveal.Position))], device: logits.device);
        var tokens = tensor([.. reveals.Select(reveal => (long)reveal.Token)], device: logits.device).unsqueeze(-1);
        var own = logits.index_select(0, rows).to_type(ScalarType.Float32).log_softmax(-1).gather(-1, tokens).squeeze(-1);
        return [.. reveals.Zip(own.cpu().data<float>().ToArray(), (reveal, value) => reveal with { LogProbability = value })];
    }

    // deferred positions keep their order among themselves, below all others
    private float[] Ranked(TokenPrediction prediction) => options.DeferStopTokens
        ? [.. prediction.Confidences.Zip(prediction.Tokens, (confidence, token) => stops.Contains(token) ? confidence - Deferral : confidence)]
        : prediction.Confidences;

    /// <summary>Lets go of the keys and values.</summary>
    public void Dispose()
    {
        reading.Dispose();
        full?.Dispose();
    }

    private Trajectory Finish(DecodingRow row)
    {
        var end = row.TextEnd(stops);
        return new()
        {
            Initial = !isCausal ? row.Canvas.Tokens : [.. row.Canvas.Tokens.Select(token => token == maskId ? Padding : token)],
            Final = [.. row.Tokens],
            CompletionStart = row.Canvas.CompletionStart,
            TextEnd = end,
            Steps = row.Steps,
            Options = options,
            Seed = row.Seed,
            Holes = row.Canvas.Holes.Count > 0 ? row.Canvas.Holes : null,
            Written = row.Canvas.Written.Count > 0 ? row.Canvas.Written : null,
            Text = tokenizer?.Decode(row.Tokens.Take(end).Skip(row.Canvas.CompletionStart), skipSpecialTokens: true),
        };
    }

    private sealed record RowPlan(DecodingRow Row, ReadingRow View, RevealRule Rule, RevealContext Context);
}
