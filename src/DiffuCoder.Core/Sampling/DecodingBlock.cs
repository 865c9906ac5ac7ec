namespace DiffuCoder.Sampling;

/// <summary>A part of a row that is filled in before the next one begins.</summary>
/// <param name="Start">Its first position.</param>
/// <param name="End">The position after its last.</param>
/// <param name="FirstMask">The first position that was masked when it began; <paramref name="End"/> when none was.</param>
/// <param name="InitialMasks">Positions masked when it began.</param>
/// <param name="Counts">Positions to commit at each of its steps; empty where the schedule goes by shares.</param>
internal sealed record DecodingBlock(int Start, int End, int FirstMask, int InitialMasks, IReadOnlyList<int> Counts)
{
    /// <summary>The blocks of a canvas by their ends; what is masked before the completion belongs to the first.</summary>
    public static IReadOnlyList<int> Ends(Canvas canvas, int? length)
    {
        var all = canvas.Tokens.Count;
        if (length is not { } size) return [all];
        return [
            .. Enumerable.Range(1, Math.Max(1, (all - canvas.CompletionStart + size - 1) / size))
                .Select(i => Math.Min(all, canvas.CompletionStart + i * size))];
    }

    /// <summary>Steps planned for each block; a number without meaning for a strategy that is not scheduled.</summary>
    /// <exception cref="SamplerException">They are not a whole number.</exception>
    public static int Steps(Canvas canvas, SamplerOptions options)
    {
        var blocks = Ends(canvas, options.BlockLength).Count;
        if (!options.Remasking.IsScheduled) return Math.Max(1, options.Steps / blocks);
        return options.Steps % blocks == 0
            ? options.Steps / blocks
            : throw new SamplerException(
                $"Steps is {options.Steps}, and {nameof(SamplerOptions.BlockLength)} {options.BlockLength} makes {blocks} blocks of a canvas with "
                    + $"{canvas.Tokens.Count - canvas.CompletionStart} tokens to write. Make Steps a multiple of the blocks.");
    }
}
