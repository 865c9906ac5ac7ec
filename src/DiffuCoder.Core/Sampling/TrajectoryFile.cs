using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DiffuCoder.Checkpoints;
using DiffuCoder.Constraints;

namespace DiffuCoder.Sampling;

/// <summary>Trajectories as JSON Lines: one generation a line, with everything needed to show, measure or repeat it.</summary>
public static class TrajectoryFile
{
    private const int Version = 1;

    internal static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new RevealJson(), new RemaskingJson(), new ScheduleJson(), new CacheJson(),
            new ConstraintJson(), new RefusedTokenJson(),
        },
    };

    /// <summary>Writes a file; an older one is replaced as a whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trajectories">What to write.</param>
    public static void Write(string path, IEnumerable<Trajectory> trajectories) =>
        AtomicFile.Write(path, stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (var trajectory in trajectories) text.WriteLine(ToLine(trajectory));
        });

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SamplerException">A line is damaged; the message names it.</exception>
    public static IReadOnlyList<Trajectory> Read(string path)
    {
        var options = new SharedOptions();
        return [.. File.ReadLines(path).Select((line, i) => options.In(FromLine(line, $"{path}, line {i + 1}")))];
    }

    /// <summary>One line, without its end.</summary>
    /// <param name="trajectory">What to write.</param>
    public static string ToLine(Trajectory trajectory) => JsonSerializer.Serialize(new Line(Version, trajectory), Json);

    /// <summary>Reads one line.</summary>
    /// <param name="line">What <see cref="ToLine"/> wrote.</param>
    /// <param name="place">Where it stands, for the message.</param>
    /// <exception cref="SamplerException">The line is damaged, or of another version of the kit.</exception>
    public static Trajectory FromLine(string line, string place)
    {
        Line read;
        try
        {
            read = JsonSerializer.Deserialize<Line>(line, Json) ?? throw new JsonException("the line is null");
        }
        // options out of their range are an error of the sampler, without a place
        catch (Exception damaged) when (damaged is JsonException or SamplerException)
        {
            throw new SamplerException($"{place}: not a trajectory: {damaged.Message}");
        }
        return read.Version == Version
            ? read.Trajectory
            : throw new SamplerException($"{place}: a trajectory of version {read.Version}; this kit reads version {Version}.");
    }

    private sealed record Line(int Version, Trajectory Trajectory);
}
