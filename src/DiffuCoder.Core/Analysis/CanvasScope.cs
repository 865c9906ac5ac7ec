namespace DiffuCoder.Analysis;

/// <summary>
/// How far an analysis looks. What stands behind the text is padding, which a model is often sure of early and a sampler may commit all at once
/// (<see cref="Sampling.SamplerOptions.FinishWithStopTokens"/>): a long run that
/// raises local AR-ness, or tokens far to the right that lower the global one. The paper says nothing of it.
/// </summary>
public enum CanvasScope
{
    /// <summary>
    /// From the start of the completion to the end of the canvas, padding and all. The default, as the definitions know no padding.
    /// </summary>
    WholeCanvas,

    /// <summary>
    /// From the start of the completion up to <see cref="Sampling.Trajectory.TextEnd"/>, without the stop token: as if the
    /// padding did not exist. What was revealed in between breaks no run, and steps that revealed nothing else count as empty.
    /// </summary>
    Text,
}
