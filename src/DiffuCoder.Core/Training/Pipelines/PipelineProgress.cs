namespace DiffuCoder.Training.Pipelines;

/// <summary>Where a pipeline stands, once per log line of the stage it is in.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Place">Its place, from 1.</param>
/// <param name="Stages">Stages of the pipeline.</param>
/// <param name="Training">Where the stage stands; null when it begins, or was found finished.</param>
/// <param name="Finished">Whether its checkpoint is there.</param>
public sealed record PipelineProgress(string Stage, int Place, int Stages, TrainingProgress? Training, bool Finished)
{
    /// <summary>One plain line.</summary>
    public override string ToString() =>
        $"{Stage} ({Place} of {Stages})  {(Training is { } training ? training.ToString() : Finished ? "finished" : "begins")}";
}

/// <summary>How a pipeline ended.</summary>
/// <param name="Finished">False when it was cancelled before the last stage's end; the same call goes on.</param>
/// <param name="Checkpoints">The directories of the finished stages, by name.</param>
public sealed record PipelineResult(bool Finished, IReadOnlyDictionary<string, string> Checkpoints);
