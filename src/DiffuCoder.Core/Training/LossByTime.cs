using DiffuCoder.Analysis;
using DiffuCoder.Datasets;
using DiffuCoder.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>
/// How hard masked tokens are to tell, by the share that is masked (DiffuCoder, arXiv 2506.20639: why reinforcement learning
/// draws its mask ratios from [0.2, 0.8]). At each time t every learned token is masked with probability t, several times
/// over; a row's value is the mean cross entropy of all its tokens that were masked, and each row counts once.
/// </summary>
public sealed record LossByTime
{
    /// <summary>From 0.05 to 0.95 and at 1, 8 masks a row, seed 0.</summary>
    public static LossByTime Default { get; } = new();

    /// <summary>The times, at least one, each in (0, 1].</summary>
    /// <exception cref="TrainingException">There is none, or one is out of range.</exception>
    public IReadOnlyList<double> Times
    {
        get;
        init => field = value.Count == 0 ? throw new TrainingException("There are no times at which to measure the loss; give at least one.")
            : [.. value.Select(time => time is > 0 and <= 1 ? time : throw OutOfRange(time))];
    } = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];

    private static TrainingException OutOfRange(double time) =>
        new(FormattableString.Invariant($"The time {time} is out of range; it must be above 0 and at most 1."));

    /// <summary>Masks drawn for each row, 1 or more. Those of one draw grow with t, so that neighbouring times differ by what t changes.</summary>
    public int Draws { get; init => field = (int)Require.AtLeast(value, 1); } = 8;

    /// <summary>Where the masks come from. A row's masks depend on its place among the rows, not on its neighbours.</summary>
    public long Seed { get; init; }

    /// <summary>Rows that pass through the model together.</summary>
    public int RowsAtOnce { get; init => field = (int)Require.AtLeast(value, 1); } = 16;

    /// <summary>The loss of a model at each time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">At least one, each with a token to learn; <see cref="Datasets.TokenRow.LearnedFrom"/> says where the answer begins.</param>
    /// <param name="bands">How the bands are made; <see cref="BandOptions.Default"/> when null.</param>
    /// <returns>A point for each time, in their order. A row that never had a token masked at a time does not count there.</returns>
    /// <exception cref="TrainingException">The model has no mask token, or a row cannot be measured.</exception>
    public IReadOnlyList<TimePoint> Of(MaskedLanguageModel model, IReadOnlyList<TokenRow> rows, BandOptions? bands = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0) throw new TrainingException("There are no rows to measure the loss on; give at least one.");
        for (var i = 0; i < rows.Count; i++) RequireMeasurable(rows[i], i, model);
        var sums = Times.Select(_ => new Mean[rows.Count]).ToArray();
        using var quiet = no_grad();
        // rows of like lengths together, so that little is padded
        foreach (var part in Enumerable.Range(0, rows.Count).OrderBy(i => rows[i].Tokens.Count).Chunk(RowsAtOnce)) Add(model, rows, part, sums);
        return [
            .. Times.Zip(sums, (time, row) => new TimePoint(time, Band.Of(row.Select(mean => mean.Weight == 0 ? double.NaN : mean.Value), bands)))];
    }

    private void Add(MaskedLanguageModel model, IReadOnlyList<TokenRow> rows, int[] part, Mean[][] sums)
    {
        using var scope = NewDisposeScope();
        var device = model.Device.Resolve();
        var batch = RowBatch.Of([.. part.Select(i => rows[i])], model.Config.PadTokenId ?? model.Config.EndOfTextId
            ?? 0, learnPadding: false, row => $"Row {part[row]}").For(model);
        for (var draw = 0; draw < Draws; draw++)
        {
            using var perDraw = NewDisposeScope();
            var uniforms = Uniforms(rows, part, draw, batch.Length).to(device);
            for (var t = 0; t < Times.Count; t++) Add(model, batch, uniforms, Times[t], part, sums[t]);
        }
    }

    private static void Add(MaskedLanguageModel model, TrainingRows batch, Tensor uniforms, double time, int[] part, Mean[] sums)
    {
        using var scope = NewDisposeScope();
        // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
        using Scalar t = time, width = batch.Length, one = 1;
        var times = full([batch.Rows], t, ScalarType.Float32, uniforms.device);
        var noised = Masking.Apply(batch, times, uniforms, TokenLoss.MaskToken(model), new() { TimeEpsilon = 0 });
        var at = TokenLoss.Positions(noised.Masked);
        if (at.shape[0] == 0) return;
        var losses = TokenLoss.CrossEntropy(model, batch.Canvas(noised.Tokens), batch.Tokens, at).to(ScalarType.Float64);
        var sum = zeros(batch.Rows, ScalarType.Float64, at.device).index_add(0, at.div(width, RoundingMode.floor), losses, one);
        var (perRow, masked) = (sum.cpu().data<double>().ToArray(), noised.Masked.sum(1).cpu().data<long>().ToArray());
        for (var i = 0; i < part.Length; i++) sums[part[i]] += new Mean(perRow[i], masked[i]);
    }

    private Tensor Uniforms(IReadOnlyList<TokenRow> rows, int[] part, int draw, long width)
    {
        // 1 is never masked; a row draws as many numbers as it has tokens, whatever the width of its batch
        var uniforms = ones(part.Length, width, ScalarType.Float32, CPU);
        for (var i = 0; i < part.Length; i++)
        {
            using var own = new TrainingDraws(Seed, draw, part[i]).Uniform("mask", rows[part[i]].Tokens.Count);
            uniforms[i].narrow(0, 0, own.shape[0]).copy_(own);
        }
        return uniforms;
    }

    private static void RequireMeasurable(TokenRow row, int place, MaskedLanguageModel model)
    {
        if (row.LearnedFrom >= row.Tokens.Count)
            throw new TrainingException(
                $"Row {place} has {row.Tokens.Count} tokens, of which none is learned (the answer would begin at {row.LearnedFrom}). "
                    + "Give it an answer, or leave it out.");
        if (row.Tokens.Count > model.Config.MaxPositions)
            throw new TrainingException(
                $"Row {place} has {row.Tokens.Count} tokens, more than the model's {model.Config.MaxPositions} positions. Leave longer rows out.");
    }
}
