namespace DiffuCoder.Datasets;

/// <summary>Where coding tasks stand in a row.</summary>
public sealed record CodingTaskColumns
{
    /// <summary>AceCode-87K (Zeng et al., arXiv 2502.01718): the defaults.</summary>
    public static CodingTaskColumns AceCode { get; } = new();

    /// <summary>The column of the task's name. Default <c>id</c>.</summary>
    public string Id { get; init => field = Require.Column(value); } = "id";

    /// <summary>The column of the question. Default <c>question</c>.</summary>
    public string Question { get; init => field = Require.Column(value); } = "question";

    /// <summary>The column of the tests, a list of texts. Default <c>test_cases</c>.</summary>
    public string Tests { get; init => field = Require.Column(value); } = "test_cases";

    /// <summary>The column of the reference answers, a list of objects; a task without it has no pass rates. Default <c>inferences</c>.</summary>
    public string Inferences { get; init => field = Require.Column(value); } = "inferences";

    /// <summary>Inside a reference answer: the share of tests that it passes. Default <c>pass_rate</c>.</summary>
    public string PassRate { get; init => field = Require.Column(value); } = "pass_rate";

    /// <summary>Inside a reference answer: who wrote it. Default <c>model_name</c>; it may be missing.</summary>
    public string Model { get; init => field = Require.Column(value); } = "model_name";

    /// <summary>Inside a reference answer: its text. Default <c>completion</c>; it may be missing.</summary>
    public string Answer { get; init => field = Require.Column(value); } = "completion";

    /// <summary>Columns that are known and left out. Default <c>context_messages</c>, which are the question again as AceCode asked it.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = ["context_messages"];
}
