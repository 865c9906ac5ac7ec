using TorchSharp;

namespace DiffuCoder.Training;

/// <summary>Whether a model can look up the token ids of rows.</summary>
internal static class VocabularyCheck
{
    /// <summary>Refuses ids outside a vocabulary; one pass over them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="size">Ids of the vocabulary.</param>
    /// <exception cref="TrainingException">There is one; the message names its row, place and id.</exception>
    public static void Require(TrainingRows rows, int size)
    {
        using var scope = torch.NewDisposeScope();
        var ids = rows.Tokens.cpu().contiguous().data<long>();
        for (var i = 0L; i < ids.Count; i++)
            if (ids[i] < 0 || ids[i] >= size)
                throw new TrainingException($"{Place(rows, i)} has id {ids[i]}, and the model's vocabulary has the ids from 0 to {size - 1}. Make the rows with the model's own tokenizer.");
    }

    private static string Place(TrainingRows rows, long index)
    {
        var (row, column) = Math.DivRem(index, rows.Length);
        return rows.Place is { } place ? place((int)row, (int)column) : $"Row {row + 1} of the batch, token {column + 1},";
    }
}
