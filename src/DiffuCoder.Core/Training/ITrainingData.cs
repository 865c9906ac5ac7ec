namespace DiffuCoder.Training;

/// <summary>
/// Where training rows come from: a pure function of the batch's number, so that a resumed run reads what the uninterrupted one would have read.
/// </summary>
public interface ITrainingData
{
    /// <summary>What the rows are (data set and its hash, order, seed): a run refuses to resume on other data.</summary>
    string Description { get; }

    /// <summary>The rows of a micro-batch, made in the caller's dispose scope.</summary>
    /// <param name="batch">
    /// Micro-batches of the run before this one: the step times <see cref="TrainingOptions.MicroBatches"/>, plus the place within the step.
    /// </param>
    TrainingRows Next(long batch);
}
