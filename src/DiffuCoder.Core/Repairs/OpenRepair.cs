using DiffuCoder.Runtime;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Repairs;

/// <summary>A repair under way. The canvas is that of the best answer so far; of equals the latest, so that one repair builds on another.</summary>
internal sealed class OpenRepair(RepairJob job, Finding found, RandomSource source)
{
    private readonly List<RepairRound> rounds = [];
    private readonly Finding first = found;
    private readonly int written = WrittenCanvas.Of(job.Answer).IsWritten.Count(one => one);
    private WrittenCanvas canvas = WrittenCanvas.Of(job.Answer);
    private Finding best = found;
    private bool isStuck;

    public Checker Checker => job.Checker;

    /// <summary>There is something to repair, and a way to.</summary>
    public bool IsOpen => !best.Holds && !isStuck;

    public bool Holds => best.Holds;

    public RepairRun Run => new(job.Checker.Name, job.Answer, first, [.. rounds]);

    /// <summary>What a round is to fill in; null where no policy applies.</summary>
    public RepairPlan? Plan(int round, RepairOptions options, CodeTokenizer? tokenizer, int mask, Func<SamplerOptions, int> paddingOf)
    {
        var (policies, whole) = (options.Policies, options.SamplerOf(job.Answer.Options, round));
        for (var turn = 0; turn < policies.Count; turn++)
        {
            var policy = policies[(round + turn) % policies.Count];
            var segments = policy.Choose(canvas.Context(round, best, tokenizer, source.Derive(round, 1, turn).Stream()));
            if (segments.Count == 0) continue;
            var (laid, kept) = Relaying.Lay(canvas, segments, mask, paddingOf(whole), policy.Name);
            var sampler = RepairPace.Of(whole, laid.Tokens, mask, written);
            return new(this, policy.Name, segments, laid, kept, sampler, source.Derive(round, 0).Seed);
        }
        isStuck = true;
        return null;
    }

    public void End(RepairPlan plan, Trajectory filled, Finding finding)
    {
        rounds.Add(new(plan.Policy, plan.Masked, filled, finding));
        if (best.IsAbove(finding)) return;
        (canvas, best) = (plan.Kept.With(filled), finding);
    }
}
