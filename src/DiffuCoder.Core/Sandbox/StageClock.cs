using System.Diagnostics;
using System.Globalization;

namespace DiffuCoder.Sandbox;

/// <summary>The time of a run: of the stage that it is in (the program's own top level, then each test), and of all of it.</summary>
/// <param name="limits">What it may use.</param>
/// <param name="before">What was used by earlier attempts.</param>
/// <param name="conversation">Where to ask how long the run had to wait for a processor.</param>
/// <param name="children">Whose time it is.</param>
/// <param name="isAlone">Whether nothing else of the sandbox runs, so that waiting is nobody's here and is not counted.</param>
internal sealed class StageClock(SandboxLimits limits, TimeSpan before, Conversation conversation, IReadOnlyList<ChildRun> children, bool isAlone)
{
    private const double MostProlonged = 5; // times the limit of a stage
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan stageStart = TimeSpan.Zero;
    private TimeSpan granted;

    /// <summary>Time of all attempts.</summary>
    public TimeSpan Elapsed => before + watch.Elapsed;

    /// <summary>What is left for the present stage.</summary>
    public TimeSpan Left
    {
        get
        {
            var (ofStage, ofAll) = (limits.TestTime - (watch.Elapsed - stageStart), limits.CandidateTime - Elapsed);
            return granted + (ofStage < ofAll ? ofStage : ofAll);
        }
    }

    /// <summary>Whether the time of the whole run is over.</summary>
    public bool IsOver => Elapsed >= limits.CandidateTime + granted;

    /// <summary>Which time it is that is over, in words.</summary>
    public string Overrun => IsOver
        ? string.Create(CultureInfo.InvariantCulture, $"over the {limits.CandidateTime.TotalSeconds:0.###} s of the candidate")
        : string.Create(CultureInfo.InvariantCulture, $"over its {limits.TestTime.TotalSeconds:0.###} s");

    /// <summary>A stage begins.</summary>
    public void Begin() => stageStart = watch.Elapsed;

    /// <summary>
    /// Whether the run is late because others had the processors: it waited long for one, and did not have one for itself all the time, as
    /// something has that is merely slow or starts many processes.
    /// </summary>
    public bool IsStarved()
    {
        conversation.LearnUsage();
        return children.Max(child => child.Used.Waited) > 0.2 * Math.Min(limits.TestTime.TotalSeconds, watch.Elapsed.TotalSeconds)
            && children.Sum(child => child.Used.Worked) < 0.75 * watch.Elapsed.TotalSeconds;
    }

    /// <summary>
    /// Gives a run that is alone and still starved, by something outside of the sandbox, the time back that it lost. Whether there was some.
    /// </summary>
    public bool Prolong()
    {
        if (!isAlone || !IsStarved()) return false;
        var waited = TimeSpan.FromSeconds(Math.Min(children.Max(child => child.Used.Waited), MostProlonged * limits.TestTime.TotalSeconds));
        if (waited <= granted + 0.1 * limits.TestTime) return false;
        granted = waited;
        return true;
    }
}
