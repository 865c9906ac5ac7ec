using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DiffuCoder.Models;
using DiffuCoder.Sampling;

namespace DiffuCoder.Evaluation;

/// <summary>
/// Long generations in a directory, so that one which is ended goes on where it stopped: <c>options.json</c> says what the answers depend on, and
/// each batch that is finished is a file of trajectories, <c>answers-00001.jsonl</c> and so on.
/// </summary>
public static class StoredAnswers
{
    /// <summary>Fills in canvases, so many at a time, and keeps them; what the directory holds already is read.</summary>
    /// <param name="directory">The run's directory; it is made.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How to sample.</param>
    /// <param name="canvases">What to fill in.</param>
    /// <param name="seeds">A seed for each.</param>
    /// <param name="batch">How many are filled in together, at least 1.</param>
    /// <param name="watch">Told how many are answered: first what the directory had, then after each batch.</param>
    /// <param name="cancellation">Ends it within a step; finished batches are kept.</param>
    /// <returns>The generations in the order of the canvases: the same, whether it was ended meanwhile or not.</returns>
    /// <exception cref="EvaluationException">
    /// The directory holds a run of other canvases or under other options, each named, or a damaged one.
    /// </exception>
    /// <exception cref="SamplerException">The model cannot be sampled so.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<Trajectory> Generate(
        string directory, MaskedLanguageModel model, SamplerOptions options, IReadOnlyList<Canvas> canvases, IReadOnlyList<long> seeds,
        int batch = 8, Action<int>? watch = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(seeds.Count, canvases.Count);
        var sampler = new DiffusionSampler(model, options, model.Tokenizer);
        RunRecord.Begin(directory, Record(model, options, canvases, seeds, batch));
        var answers = new List<Trajectory>();
        foreach (var (number, rows) in Enumerable.Range(0, canvases.Count).Chunk(batch).Index())
        {
            var file = Path.Combine(directory, $"answers-{number + 1:D5}.jsonl");
            if (!File.Exists(file))
            {
                watch?.Invoke(answers.Count);
                TrajectoryFile.Write(
                    file, sampler.Generate([.. rows.Select(row => canvases[row])], [.. rows.Select(row => seeds[row])], cancellation));
            }
            answers.AddRange(Read(file, rows.Length));
        }
        watch?.Invoke(answers.Count);
        return answers;
    }

    // what is kept is what is given back, so that an uninterrupted run and a resumed one cannot differ
    private static IReadOnlyList<Trajectory> Read(string file, int rows)
    {
        try
        {
            var read = TrajectoryFile.Read(file);
            return read.Count == rows
                ? read
                : throw new EvaluationException(
                    file, null, $"{read.Count} generations, and there should be {rows}. Delete the file: it is made anew.");
        }
        catch (SamplerException damaged)
        {
            throw new EvaluationException(file, null, $"{damaged.Message} Delete the file: it is made anew.", damaged);
        }
    }

    private static SortedDictionary<string, string> Record(
        MaskedLanguageModel model, SamplerOptions options, IReadOnlyList<Canvas> canvases, IReadOnlyList<long> seeds, int batch)
    {
        var record = new SortedDictionary<string, string>(AnswerIdentity.Of(model, options), StringComparer.Ordinal)
        {
            ["canvases"] = canvases.Count.ToString(CultureInfo.InvariantCulture),
            ["canvasesSha256"] = Hash(canvases.SelectMany(canvas => canvas.Tokens.Prepend(canvas.CompletionStart).Prepend(canvas.Tokens.Count))),
            ["seedsSha256"] = Hash(seeds),
            ["batch"] = batch.ToString(CultureInfo.InvariantCulture),
        };
        if (options.DriftEvery is { } every) record["driftEvery"] = every.ToString(CultureInfo.InvariantCulture);
        if (options.RecordCandidates != CandidateRecording.None) record["candidates"] = options.RecordCandidates.ToString();
        var holes = canvases.SelectMany((canvas, i) => canvas.Holes.Select(hole => $"{i} {hole.Start} {hole.Length} {hole.Constraint}")).ToArray();
        if (holes.Length > 0) record["holesSha256"] = Hash(Encoding.UTF8.GetBytes(string.Join('\n', holes)));
        var written = canvases.SelectMany((canvas, i) => canvas.Written.Select(position => $"{i} {position}")).ToArray();
        if (written.Length > 0) record["writtenSha256"] = Hash(Encoding.UTF8.GetBytes(string.Join('\n', written)));
        return record;
    }

    private static string Hash<T>(IEnumerable<T> numbers) where T : struct =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<T>(numbers.ToArray())));
}
