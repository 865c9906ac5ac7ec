using DiffuCoder.Models;
using DiffuCoder.Runtime;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Repairs;

/// <summary>
/// Repairs answers: masks again where a checker points, and has the sampler fill that in, until the checker has nothing against the answer or a
/// number of rounds is spent. What it gives is never worse by the checker than what it was given.
/// </summary>
public sealed class Repairer
{
    private readonly MaskedLanguageModel model;
    private readonly RepairOptions options;
    private readonly CodeTokenizer? tokenizer;

    /// <summary>What repairs. It owns nothing.</summary>
    /// <param name="model">A masked diffusion model, the one that wrote the answers or another one with its tokenizer.</param>
    /// <param name="options">How to repair.</param>
    /// <param name="tokenizer">For texts, and the tokens that a checker points at; without it checkers can point at nothing.</param>
    /// <exception cref="RepairException">The model is a causal one, which cannot fill in what stands before other text.</exception>
    public Repairer(MaskedLanguageModel model, RepairOptions options, CodeTokenizer? tokenizer = null)
    {
        (this.model, this.options, this.tokenizer) = (model, options, tokenizer);
        if (model.Config.Attention == AttentionKind.Causal)
            throw new RepairException("A causal model cannot fill in a part of what it wrote; repair with a masked diffusion model.");
    }

    /// <summary>Repairs answers together: in every round those that do not hold yet are filled in by batches, and checked at once.</summary>
    /// <param name="jobs">The answers, each with its checker.</param>
    /// <param name="seed">Answer i uses the seed derived from (seed, i).</param>
    /// <param name="cancellation">Ends it between two blocks of the model, or while answers are checked.</param>
    /// <param name="watch">Told how far it has come: when a round begins, and after each batch.</param>
    /// <exception cref="RepairException">An answer cannot be repaired so, or a checker or a policy failed.</exception>
    /// <exception cref="SamplerException">As <see cref="DiffusionSampler.Start"/>.</exception>
    /// <exception cref="Constraints.ConstraintException">An answer is held to a language, and no policy leaves a text of it.</exception>
    /// <exception cref="Sandbox.SandboxException">The sandbox of a checker cannot work.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<RepairRun> Run(
        IReadOnlyList<RepairJob> jobs, long seed, CancellationToken cancellation = default, Action<RepairProgress>? watch = null) =>
        Run(jobs, [.. jobs.Select((_, i) => new RandomSource(seed).Derive(i).Seed)], cancellation, watch);

    /// <summary>As the other, with a seed for each answer.</summary>
    /// <param name="jobs">The answers, each with its checker.</param>
    /// <param name="seeds">A seed for each.</param>
    /// <param name="cancellation">Ends it between two blocks of the model, or while answers are checked.</param>
    /// <param name="watch">Told how far it has come: when a round begins, and after each batch.</param>
    /// <exception cref="RepairException">There is another number of seeds than answers, or as the other.</exception>
    public IReadOnlyList<RepairRun> Run(
        IReadOnlyList<RepairJob> jobs, IReadOnlyList<long> seeds, CancellationToken cancellation = default, Action<RepairProgress>? watch = null)
    {
        if (jobs.Count != seeds.Count) throw new RepairException($"There are {jobs.Count} answers and {seeds.Count} seeds; give each its seed.");
        var found = Check([.. jobs.Select(job => (job.Checker, job.Answer))], cancellation);
        var repairs = jobs.Select((job, i) => new OpenRepair(job, found[i], new(seeds[i]))).ToArray();
        for (var round = 0; round < options.Rounds && repairs.Any(repair => repair.IsOpen); round++)
        {
            OpenRepair[] open = [.. repairs.Where(repair => repair.IsOpen)];
            var begun = new RepairProgress(round, options.Rounds, 0, open.Length, repairs.Count(repair => repair.Holds), jobs.Count);
            watch?.Invoke(begun);
            Round(open, round, filled => watch?.Invoke(begun with { Filled = filled }), cancellation);
        }
        return [.. repairs.Select(repair => repair.Run)];
    }

    private void Round(OpenRepair[] open, int round, Action<int> told, CancellationToken cancellation)
    {
        var ground = new RepairGround(model, tokenizer);
        RepairPlan[] plans = [.. open.Select(repair => repair.Plan(round, options, ground)).OfType<RepairPlan>()];
        var filled = 0;
        foreach (var same in plans.GroupBy(plan => plan.Sampler))
            foreach (var batch in same.Chunk(options.BatchSize))
            {
                Fill(batch, new DiffusionSampler(model, same.Key, tokenizer), cancellation);
                told(filled += batch.Length);
            }
    }

    private static void Fill(RepairPlan[] plans, DiffusionSampler sampler, CancellationToken cancellation)
    {
        var answers = sampler.Generate([.. plans.Select(plan => plan.Canvas)], [.. plans.Select(plan => plan.Seed)], cancellation);
        var findings = Check([.. plans.Zip(answers, (plan, answer) => (plan.Repair.Checker, answer))], cancellation);
        for (var i = 0; i < plans.Length; i++) plans[i].Repair.End(plans[i], answers[i], findings[i]);
    }

    // off this thread, so that a checker which waits for its caller's thread does not wait for ever
    private static Finding[] Check(IReadOnlyList<(Checker Checker, Trajectory Answer)> answers, CancellationToken cancellation) =>
        Task.WhenAll(answers.Select(one => Task.Run(() => one.Checker.FindAsync(one.Answer, cancellation), cancellation))).GetAwaiter().GetResult();
}
