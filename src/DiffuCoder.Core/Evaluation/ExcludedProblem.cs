namespace DiffuCoder.Evaluation;

/// <summary>A problem that no answer can be measured on, here and now. It costs itself, never the benchmark, and every result names it.</summary>
/// <param name="TaskId">The problem.</param>
/// <param name="Reason">Why: what its canonical solution did on which of its own arguments or tests.</param>
public sealed record ExcludedProblem(string TaskId, string Reason);
