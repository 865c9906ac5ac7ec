namespace DiffuCoder.Datasets;

/// <summary>Where a row stands, as messages say it.</summary>
/// <param name="File">The file.</param>
/// <param name="Unit">What the file counts: lines or rows.</param>
/// <param name="Row">The number, from 1.</param>
internal readonly record struct RowPlace(string File, string Unit, long Row)
{
    public override string ToString() => $"{File}, {Unit} {Row}";
}
