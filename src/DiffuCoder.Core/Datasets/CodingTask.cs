namespace DiffuCoder.Datasets;

/// <summary>A programming task with tests, for reinforcement learning.</summary>
/// <param name="Id">Its name in the data set.</param>
/// <param name="Question">What is asked, as plain text.</param>
/// <param name="Tests">Python statements such as <c>assert f(1) == 2</c>; at least one.</param>
/// <param name="Answers">Reference answers; empty where the data set has none.</param>
public sealed record CodingTask(string Id, string Question, IReadOnlyList<string> Tests, IReadOnlyList<ReferenceAnswer> Answers)
{
    /// <summary>For each reference answer the share of tests that it passes, in [0, 1].</summary>
    public IReadOnlyList<double> PassRates => [.. Answers.Select(answer => answer.PassRate)];
}
