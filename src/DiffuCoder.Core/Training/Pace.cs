namespace DiffuCoder.Training;

/// <summary>Times a run: tokens per second, time left, time since the last checkpoint.</summary>
internal sealed class Pace(TimeProvider clock, RunState start, TimeSpan before)
{
    private readonly long began = clock.GetTimestamp();
    private long savedAt = start.Step;
    private long lastReport = clock.GetTimestamp(), lastSave = clock.GetTimestamp(), tokens = start.Tokens;

    /// <summary>Step of the last checkpoint.</summary>
    public long SavedAt => savedAt;

    /// <summary>Whether a checkpoint is due: a multiple of the interval in steps has been passed since the last one, or the time is over.</summary>
    public bool IsDue(long step, TrainingOptions options) =>
        step / options.CheckpointEvery > savedAt / options.CheckpointEvery || clock.GetElapsedTime(lastSave) >= options.CheckpointInterval;

    public void Saved(long step) => (savedAt, lastSave) = (step, clock.GetTimestamp());

    public TrainingProgress Report(RunState state, StepOutcome outcome, long steps)
    {
        var now = clock.GetTimestamp();
        var sitting = clock.GetElapsedTime(began, now);
        var interval = clock.GetElapsedTime(lastReport, now).TotalSeconds;
        var report = new TrainingProgress(
            state.Step, steps, state.Pending["loss"].Value,
            state.Pending.Where(m => m.Key != "loss").OrderBy(m => m.Key, StringComparer.Ordinal).ToDictionary(m => m.Key, m => m.Value.Value),
            outcome.LearningRate, outcome.GradientNorm, state.Tokens, interval > 0 ? (state.Tokens - tokens) / interval : 0,
            before + sitting, sitting * ((steps - state.Step) / (double)(state.Step - start.Step)));
        (lastReport, tokens) = (now, state.Tokens);
        return report;
    }
}
