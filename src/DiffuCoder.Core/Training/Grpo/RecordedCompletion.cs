using System.Text.Json;
using DiffuCoder.Datasets;

namespace DiffuCoder.Training.Grpo;

/// <summary>A line of <c>completions.jsonl</c>: a completion of a run, what it was rewarded with, and what it was learned with.</summary>
/// <param name="Round">Which set of rollouts, from 0.</param>
/// <param name="Task">The task's name; completions of one task and round are a group.</param>
/// <param name="Text">The whole answer.</param>
/// <param name="Length">Tokens that the model wrote, the ending one included.</param>
/// <param name="Ended">Whether the model ended it; false where it filled the canvas.</param>
/// <param name="Rewards">Each reward before weighting, by name; one that does not apply is not there.</param>
/// <param name="Reward">Their weighted sum.</param>
/// <param name="Advantage">The sum against its group.</param>
public sealed record RecordedCompletion(
    long Round, string Task, string Text, int Length, bool Ended, IReadOnlyDictionary<string, double> Rewards, double Reward, double Advantage)
{
    private const string RewardsColumn = "rewards";

    /// <summary>The completions of a run, in the order they were written.</summary>
    /// <param name="path">The run's directory, or the file itself.</param>
    /// <exception cref="DataException">The file is missing, or a line is damaged; the message names it.</exception>
    public static IReadOnlyList<RecordedCompletion> Read(string path) =>
        [.. JsonLineRows.Read(Directory.Exists(path) ? Path.Combine(path, "completions.jsonl") : path).Select(reading => Of(reading.Row))];

    private static RecordedCompletion Of(DataRow row) => new(
        (long)row.Number("round"), row.Text("task"), row.Text("text"), (int)row.Number("length"), IsEnded(row), RewardsOf(row), row.Number("reward"),
        row.Number("advantage"));

    private static bool IsEnded(DataRow row) =>
        row.Columns.TryGetProperty("ended", out var ended) && ended.ValueKind is (JsonValueKind.True or JsonValueKind.False)
            ? ended.ValueKind == JsonValueKind.True
            : throw row.Failure("ended", "should be true or false. Is this the completions.jsonl of a run?");

    private static Dictionary<string, double> RewardsOf(DataRow row)
    {
        if (!row.Columns.TryGetProperty(RewardsColumn, out var rewards) || rewards.ValueKind != JsonValueKind.Object)
            throw row.Failure(RewardsColumn, "should be an object of rewards by name. Is this the completions.jsonl of a run?");
        return rewards.EnumerateObject().Where(reward => reward.Value.ValueKind == JsonValueKind.Number)
            .ToDictionary(reward => reward.Name, reward => reward.Value.GetDouble());
    }
}
