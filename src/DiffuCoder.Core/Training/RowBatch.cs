using DiffuCoder.Datasets;
using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>Token rows as one rectangle, padded on the right.</summary>
internal static class RowBatch
{
    /// <summary>The rows in the order given; tensors belong to the current dispose scope.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="padToken">What shorter rows are filled up with.</param>
    /// <param name="learnPadding">Whether the padding is real and learned, or left out.</param>
    /// <param name="name">What a row is called in messages, by its index.</param>
    public static TrainingRows Of(IReadOnlyList<TokenRow> rows, int padToken, bool learnPadding, Func<int, string> name)
    {
        var width = rows.Max(row => row.Tokens.Count);
        var tokens = new long[rows.Count * width];
        var (learned, real) = (new bool[tokens.Length], new bool[tokens.Length]);
        for (var i = 0; i < tokens.Length; i++)
        {
            var (row, column) = (rows[i / width], i % width);
            var inside = column < row.Tokens.Count;
            tokens[i] = inside ? row.Tokens[column] : padToken;
            real[i] = inside || learnPadding;
            learned[i] = real[i] && column >= row.LearnedFrom;
        }
        long[] shape = [rows.Count, width];
        return new(tensor(tokens, shape, ScalarType.Int64), tensor(learned, shape, ScalarType.Bool))
        {
            Place = (row, column) => column < rows[row].Tokens.Count ? $"{name(row)}, token {column + 1}," : $"The padding token behind {name(row)}",
            AttentionMask = real.Contains(false) ? tensor(real, shape, ScalarType.Bool) : null,
        };
    }
}
