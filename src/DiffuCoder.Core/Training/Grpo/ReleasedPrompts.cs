using DiffuCoder.Datasets;

namespace DiffuCoder.Training.Grpo;

/// <summary>
/// What the release asks for a task (<c>recipes/process_data.py</c>, which makes the questions, and <c>src/open_r1/grpo.py</c>, which adds the
/// test): the question with its first test, and for most questions a second time as the docstring of a function whose head is that of the best
/// reference answer.
/// </summary>
internal static class ReleasedPrompts
{
    private const string Head = "def ", Fence = "\n```\n";

    /// <summary>The requests of a task, one or two.</summary>
    /// <exception cref="TrainingException">The task has no tests.</exception>
    public static IReadOnlyList<string> Of(CodingTask task)
    {
        if (task.Tests is not [var first, ..])
            throw new TrainingException($"The task {task.Id} has no tests, and the release asks with the first of them.");
        return [.. Questions(task).Select(
            question => question.Contains(Fence, StringComparison.Ordinal) ? question : $"{question}\nTest cases: {first}")];
    }

    private static IEnumerable<string> Questions(CodingTask task)
    {
        yield return task.Question;
        // one that speaks to a reader is no docstring
        if (task.Question.Contains("you", StringComparison.OrdinalIgnoreCase) || HeadOf(task) is not { } head) yield break;
        yield return $"Please complete the following problem:{Fence}{head}:\n    \"\"\"\n    {task.Question}\n    \"\"\"{Fence}";
    }

    /// <summary>All that the best answer has before its first line that ends with a colon does; null where that is no function's head.</summary>
    private static string? HeadOf(CodingTask task)
    {
        // of equal ones the first
        if (task.Answers.MaxBy(answer => answer.PassRate) is not { } best) return null;
        var head = best.Text.Split(":\n", 2)[0].Trim();
        return head.StartsWith(Head, StringComparison.Ordinal) ? head : null;
    }
}
