namespace DiffuCoder.Datasets.Parquet;

/// <summary>Entries of a column: each a value, or the lack of one.</summary>
/// <param name="Definitions">The definition level of each entry; null where all are values.</param>
/// <param name="Repetitions">The repetition level of each entry; null outside lists.</param>
/// <param name="Values">The values that are there.</param>
/// <param name="Indices">For each value its place among <paramref name="Values"/>, a dictionary; null where they stand in order.</param>
/// <param name="Count">Number of entries.</param>
internal sealed record Page(int[]? Definitions, int[]? Repetitions, ByteValues Values, int[]? Indices, int Count);
