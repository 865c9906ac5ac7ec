using DiffuCoder.Constraints;
using DiffuCoder.Runtime;
using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>A repair under way. The canvas is that of the best answer so far; of equals the latest, so that one repair builds on another.</summary>
internal sealed class OpenRepair(RepairJob job, Finding found, RandomSource source)
{
    private readonly List<RepairRound> rounds = [];
    private readonly Finding first = found;
    private readonly int masked = job.Answer.Reveals.Count();
    private WrittenCanvas canvas = WrittenCanvas.Of(job.Answer);
    private Finding best = found;
    private bool isStuck;

    public Checker Checker => job.Checker;

    /// <summary>There is something to repair, and a way to.</summary>
    public bool IsOpen => !best.Holds && !isStuck;

    public bool Holds => best.Holds;

    public RepairRun Run => new(job.Checker.Name, job.Answer, first, [.. rounds]);

    /// <summary>What a round is to fill in; null where no policy applies.</summary>
    /// <exception cref="ConstraintException">
    /// Before the first round: there is one that applies, and none that leaves a text of the language.
    /// </exception>
    public RepairPlan? Plan(int round, RepairOptions options, RepairGround ground)
    {
        var (policies, whole) = (options.Policies, options.SamplerOf(job.Answer.Options, round));
        ConstraintException? reason = null;
        for (var turn = 0; turn < policies.Count; turn++)
        {
            var policy = policies[(round + turn) % policies.Count];
            var chosen = policy.Choose(canvas.Context(round, best, ground.Tokenizer, source.Derive(round, 1, turn).Stream()));
            foreach (var segments in Ways(chosen))
            {
                var laid = Relaying.Lay(canvas, segments, ground.Mask, ground.Padding(whole), policy.Name);
                var sampler = RepairPace.Of(whole, laid.Canvas.Tokens, ground.Mask, masked);
                if (ground.Against(laid.Canvas, sampler) is not { } against)
                    return new(this, policy.Name, laid.Masked, laid.Canvas, laid.Kept, sampler, source.Derive(round, 0).Seed);
                reason = against;
            }
        }
        if (reason is not null && rounds.Count == 0) throw reason;
        isStuck = true;
        return null;
    }

    // as they were chosen; and, where a language has no text of that length, as long as what they take out
    private static IEnumerable<IReadOnlyList<RepairSegment>> Ways(IReadOnlyList<RepairSegment> chosen)
    {
        if (chosen.Count == 0) yield break;
        yield return chosen;
        RepairSegment[] same = [.. chosen.Where(segment => segment.Length > 0).Select(segment => segment with { Masks = segment.Length })];
        if (same.Length > 0 && !same.SequenceEqual(chosen)) yield return same;
    }

    public void End(RepairPlan plan, Trajectory filled, Finding finding)
    {
        rounds.Add(new(plan.Policy, plan.Masked, filled, finding));
        if (best.IsAbove(finding)) return;
        (canvas, best) = (plan.Kept.With(filled), finding);
    }
}
