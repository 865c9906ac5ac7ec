using System.Text.Json;

namespace DiffuCoder.Sampling;

/// <summary>
/// Gives trajectories that were read from one place, and were sampled alike, the same options: those with lists or strategies of their own are
/// equal to themselves only, and what is decoded again would go one by one instead of in batches.
/// </summary>
internal sealed class SharedOptions
{
    private readonly Dictionary<string, SamplerOptions> known = new(StringComparer.Ordinal);

    public Trajectory In(Trajectory trajectory)
    {
        var text = JsonSerializer.Serialize(trajectory.Options, TrajectoryFile.Json);
        if (!known.TryGetValue(text, out var first)) known[text] = first = trajectory.Options;
        return trajectory with { Options = first };
    }
}
