namespace DiffuCoder.Training;

/// <summary>Where training rows come from: a pure function of the step, so that a resumed run reads what the uninterrupted one would have read.</summary>
public interface ITrainingData
{
    /// <summary>What the rows are (data set and its hash, order, seed): a run refuses to resume on other data.</summary>
    string Description { get; }

    /// <summary>The rows of a micro-batch, made in the caller's dispose scope.</summary>
    /// <param name="step">Optimiser step, from 0.</param>
    /// <param name="microBatch">Which of the step's micro-batches, from 0.</param>
    TrainingRows Next(long step, int microBatch);
}
