using System.Text;
using DiffuCoder.Sampling;

namespace DiffuCoder.Evaluation;

/// <summary>
/// How the answers of a run were written, a line for each in the order of <see cref="SampleLog"/>. A line is on the disk before its answer's is, so
/// that a run that was ended at any byte finds one for each answer; what stands behind belongs to answers that are written again.
/// </summary>
internal sealed class TrajectoryLog : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string Name = "trajectories.jsonl";

    private readonly FileStream file;

    /// <summary>Opens or creates the file of a run's directory.</summary>
    /// <param name="directory">The directory, which this process holds.</param>
    /// <param name="samples">The answers that are there already.</param>
    /// <exception cref="EvaluationException">There are answers without a trajectory, or a line is damaged.</exception>
    public TrajectoryLog(string directory, IReadOnlyList<Sample> samples)
    {
        file = new(Path.Combine(directory, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var whole = End(bytes, samples.Count, directory);
            Samples = WithTrajectories(bytes.AsSpan(0, whole), samples);
            file.SetLength(whole);
            file.Seek(0, SeekOrigin.End);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The answers that were there, with their trajectories.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>Adds the trajectory of the next answer; it is on the disk when this returns.</summary>
    public void Append(Sample sample)
    {
        if (sample.Trajectory is not { } trajectory)
            throw new EvaluationException($"The answer to {sample.TaskId} has no trajectory to keep; only a sampler's answers have.");
        file.Write(Encoding.UTF8.GetBytes(TrajectoryFile.ToLine(trajectory) + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>The lines of a finished run.</summary>
    /// <exception cref="EvaluationException">There are not as many as answers.</exception>
    public static byte[] Lines(string directory, int answers)
    {
        var path = Path.Combine(directory, Name);
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        return bytes[..End(bytes, answers, directory)];
    }

    public void Dispose() => file.Dispose();

    // the end of as many lines as there are answers
    private static int End(byte[] bytes, int answers, string directory)
    {
        var end = 0;
        for (var line = 0; line < answers; line++)
        {
            var length = bytes.AsSpan(end).IndexOf((byte)'\n') + 1;
            if (length == 0)
                throw new EvaluationException(
                    directory, null,
                    $"the run has {answers} answers and trajectories of {line}; it was begun without keeping them. "
                        + "Use another directory, or do not ask for trajectories.");
            end += length;
        }
        return end;
    }

    private IReadOnlyList<Sample> WithTrajectories(ReadOnlySpan<byte> lines, IReadOnlyList<Sample> samples)
    {
        var texts = Encoding.UTF8.GetString(lines).Split('\n');
        var options = new SharedOptions();
        return [.. samples.Select((sample, i) => sample with { Trajectory = options.In(Trajectory(texts[i], i, sample)) })];
    }

    private Trajectory Trajectory(string line, int index, Sample sample)
    {
        try
        {
            var trajectory = TrajectoryFile.FromLine(line, $"{file.Name}, line {index + 1}");
            return sample.Completion == trajectory.Text
                ? trajectory
                : throw new EvaluationException(
                    file.Name, index + 1, $"the text is not that of the answer to {sample.TaskId}. Use another directory.");
        }
        catch (SamplerException damaged)
        {
            throw new EvaluationException($"{damaged.Message} Use another directory.", damaged);
        }
    }
}
