namespace DiffuCoder.Evaluation;

/// <summary>
/// The answers of a run as they are finished. They stand in one fixed order, so that a run
/// that was ended at any byte goes on behind the last whole line and ends with the same file.
/// </summary>
internal sealed class SampleLog : IDisposable
{
    private readonly FileStream held, file;
    private readonly Action<int> appended;

    /// <summary>Opens or creates the file, and drops a last line that was cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="order">Problem and number of every answer of the run, in order.</param>
    /// <param name="appended">Called after each line, with the lines there are; tests end runs here.</param>
    /// <exception cref="EvaluationException">Another process holds it, or it is not of this run.</exception>
    public SampleLog(string path, IReadOnlyList<(Problem Problem, int Index)> order, Action<int> appended)
    {
        this.appended = appended;
        held = Hold(path);
        file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            Samples = Existing(path, order);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The answers so far.</summary>
    public List<Sample> Samples { get; }

    /// <summary>Adds an answer; it is on the disk when this returns.</summary>
    public void Append(Sample sample)
    {
        file.Write(SamplesFile.Line(sample));
        file.Flush(flushToDisk: true);
        Samples.Add(sample);
        appended(Samples.Count);
    }

    public void Dispose()
    {
        file.Dispose();
        held.Dispose();
    }

    /// <summary>A file of its own, so that the answers can be looked at while they grow.</summary>
    public static FileStream Hold(string path)
    {
        try
        {
            return new(Path.Combine(Path.GetDirectoryName(path)!, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new EvaluationException(path, null, $"the file is in use by another run ({e.Message}). Wait for it, or use another directory.", e);
        }
    }

    private List<Sample> Existing(string path, IReadOnlyList<(Problem Problem, int Index)> order)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var (samples, whole) = Read(bytes, path, order);
        file.SetLength(whole);
        file.Seek(0, SeekOrigin.End);
        return samples;
    }

    /// <summary>The answers on the whole lines of a file, and where the last of them ends.</summary>
    /// <exception cref="EvaluationException">It is not of this run.</exception>
    public static (List<Sample> Samples, int Whole) Read(byte[] bytes, string path, IReadOnlyList<(Problem Problem, int Index)> order)
    {
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        string[] lines = whole == 0 ? [] : System.Text.Encoding.UTF8.GetString(bytes, 0, whole - 1).Split('\n');
        if (lines.Length > order.Count)
            throw new EvaluationException(
                path, order.Count + 1, $"the run has {order.Count} answers, and the file has {lines.Length}. Use another directory.");
        return ([.. lines.Select((line, i) => Existing(JsonLines.Row(line, path, i + 1), order[i]))], whole);
    }

    private static Sample Existing(JsonRow row, (Problem Problem, int Index) place)
    {
        var (task, index) = (row.Text("task_id"), row.Integer("sample"));
        return task == place.Problem.TaskId && index == place.Index
            ? SamplesFile.SampleOf(row, place.Problem) with { Index = index }
            : throw row.Failure(
                $"here the run has answer {place.Index} to {place.Problem.TaskId}, and the file has answer {index} to {task}. "
                    + "It is not of this run; use another directory.");
    }
}
