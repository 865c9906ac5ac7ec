namespace DiffuCoder.Datasets;

/// <summary>A text to learn from: a source file, a page.</summary>
/// <param name="Text">The text, as stored.</param>
public sealed record Document(string Text);
