namespace DiffuCoder.Datasets;

/// <summary>An answer to a coding task that came with the data set.</summary>
/// <param name="Model">Who wrote it; empty where the data set does not say.</param>
/// <param name="Text">The answer; empty where the data set does not have it.</param>
/// <param name="PassRate">The share of tests that it passes, in [0, 1].</param>
public sealed record ReferenceAnswer(string Model, string Text, double PassRate);
