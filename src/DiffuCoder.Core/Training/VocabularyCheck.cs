using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>Whether a model can look up the token ids of rows.</summary>
internal static class VocabularyCheck
{
    /// <summary>Refuses ids outside a vocabulary; one pass over them.</summary>
    /// <param name="tokens">The ids, int64 [B, L].</param>
    /// <param name="size">Ids of the vocabulary.</param>
    /// <param name="place">Where a token stands, by row and column from 0, as the begin of a sentence.</param>
    /// <exception cref="TrainingException">There is one; the message names its row, place and id.</exception>
    public static void Require(Tensor tokens, int size, Func<int, int, string> place)
    {
        using var scope = NewDisposeScope();
        var ids = tokens.cpu().contiguous().data<long>();
        for (var i = 0L; i < ids.Count; i++)
            if (ids[i] < 0 || ids[i] >= size)
                throw new TrainingException(
                    $"{Place(i)} has id {ids[i]}, and the model's vocabulary has the ids from 0 to {size - 1}. "
                    + "Make the rows with the model's own tokenizer.");

        string Place(long index) => place((int)(index / tokens.shape[1]), (int)(index % tokens.shape[1]));
    }
}
