using System.Text.Json.Serialization;
using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>What became of an answer: every round of its repair, and the best answer by its checker.</summary>
/// <param name="Checker">The checker's name.</param>
/// <param name="Before">The answer as it was.</param>
/// <param name="Found">What the checker said of it.</param>
/// <param name="Rounds">The rounds in order; none where it held, or where no policy applied.</param>
public sealed record RepairRun(string Checker, Trajectory Before, Finding Found, IReadOnlyList<RepairRound> Rounds)
{
    /// <summary>
    /// The round whose answer is kept, from 0: the best by the checker, of equals the first; null: the answer as it was is no worse.
    /// </summary>
    [JsonIgnore]
    public int? Kept
    {
        get
        {
            int? kept = null;
            for (var round = 0; round < Rounds.Count; round++)
                if (Rounds[round].Finding.IsAbove(kept is { } at ? Rounds[at].Finding : Found)) kept = round;
            return kept;
        }
    }

    /// <summary>The answer that is kept.</summary>
    [JsonIgnore]
    public Trajectory Answer => Kept is { } round ? Rounds[round].Trajectory : Before;

    /// <summary>What the checker says of it.</summary>
    [JsonIgnore]
    public Finding Finding => Kept is { } round ? Rounds[round].Finding : Found;

    /// <summary>Forward passes of all rounds, without those that the answer had cost before; null when unknown.</summary>
    [JsonIgnore]
    public int? Passes => Rounds.All(round => round.Trajectory.Passes is not null) ? Rounds.Sum(round => round.Trajectory.Passes) : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Finding} after {Rounds.Count} rounds"
        + (Passes is { } passes ? $", {passes} passes" : "")
        + (Kept is { } round ? $"; kept round {round}" : "; kept as it was");
}

/// <summary>One round: what was masked, how it was filled in, and what the checker said.</summary>
/// <param name="Policy">The name of the policy that chose.</param>
/// <param name="Masked">What was taken out of the canvas before, and how many masks came in its place.</param>
/// <param name="Trajectory">The masks being filled in; its first canvas has them, and its text is the whole answer.</param>
/// <param name="Finding">What the checker says of the answer.</param>
public sealed record RepairRound(string Policy, IReadOnlyList<RepairSegment> Masked, Trajectory Trajectory, Finding Finding);
