namespace DiffuCoder.Hub;

/// <summary>How far a download has come.</summary>
/// <param name="Repository">What is downloaded.</param>
/// <param name="Files">Files that are wanted.</param>
/// <param name="Finished">Files that are there.</param>
/// <param name="Bytes">Bytes that are there, of all files.</param>
/// <param name="Total">Bytes of all files.</param>
/// <param name="BytesPerSecond">The rate of the last seconds; 0 until there is one.</param>
/// <param name="Remark">What happened beside bytes coming in, such as a cut connection; null: nothing.</param>
public sealed record HubProgress(HubRepository Repository, int Files, int Finished, long Bytes, long Total, double BytesPerSecond, string? Remark)
{
    /// <summary>Time left at that rate; null until there is one.</summary>
    public TimeSpan? Remaining => BytesPerSecond > 0 ? TimeSpan.FromSeconds((Total - Bytes) / BytesPerSecond) : null;
}
