using System.Text.Json;
using DiffuCoder.Checkpoints;
using DiffuCoder.Sampling;

namespace DiffuCoder.Repairs;

/// <summary>Repairs as JSON Lines: one answer a line, with the trajectory of every round.</summary>
public static class RepairFile
{
    private const int Version = 1;

    /// <summary>Writes a file; an older one is replaced as a whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runs">What to write.</param>
    public static void Write(string path, IEnumerable<RepairRun> runs) =>
        AtomicFile.Write(path, stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (var run in runs) text.WriteLine(JsonSerializer.Serialize(new Line(Version, run), TrajectoryFile.Json));
        });

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RepairException">A line is damaged, or of another version of the kit; the message names it.</exception>
    public static IReadOnlyList<RepairRun> Read(string path)
    {
        var options = new SharedOptions();
        return [.. File.ReadLines(path).Select((line, i) => With(options, FromLine(line, $"{path}, line {i + 1}")))];
    }

    private static RepairRun With(SharedOptions options, RepairRun run) => run with
    {
        Before = options.In(run.Before),
        Rounds = [.. run.Rounds.Select(round => round with { Trajectory = options.In(round.Trajectory) })],
    };

    private static RepairRun FromLine(string text, string place)
    {
        Line line;
        try
        {
            line = JsonSerializer.Deserialize<Line>(text, TrajectoryFile.Json) ?? throw new JsonException("the line is null");
        }
        catch (Exception damaged) when (damaged is JsonException or RepairException or SamplerException)
        {
            throw new RepairException($"{place}: not a repair: {damaged.Message}", damaged);
        }
        return line.Version == Version
            ? line.Run
            : throw new RepairException($"{place}: a repair of version {line.Version}; this kit reads version {Version}.");
    }

    private sealed record Line(int Version, RepairRun Run);
}
