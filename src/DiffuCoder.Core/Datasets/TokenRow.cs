namespace DiffuCoder.Datasets;

/// <summary>A document or a conversation as tokens.</summary>
/// <param name="Tokens">Token ids, at least one.</param>
/// <param name="LearnedFrom">Index of the first token that is learned: 0 for a document, the answer's first token for a conversation.</param>
public sealed record TokenRow(IReadOnlyList<int> Tokens, int LearnedFrom = 0);
