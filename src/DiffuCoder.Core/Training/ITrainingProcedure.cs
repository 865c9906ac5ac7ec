using static TorchSharp.torch;

namespace DiffuCoder.Training;

/// <summary>What a training loop repeats: one update of the weights after another.</summary>
internal interface ITrainingProcedure
{
    /// <summary>Makes one update; leaves no gradient behind.</summary>
    /// <param name="step">Optimiser step, from 0.</param>
    /// <param name="cancellation">Gives up what comes before the update, which is then not made.</param>
    /// <exception cref="OperationCanceledException">
    /// It was given up; weights and <see cref="State"/> are as before, as far as the next step depends on them.
    /// </exception>
    StepOutcome Run(long step, CancellationToken cancellation);

    /// <summary>Whether weights, moments and <see cref="State"/> after so many steps are all that the next one depends on.</summary>
    /// <param name="steps">Optimiser steps done.</param>
    bool CanResumeAfter(long steps);

    /// <summary>Tensors to be saved beside weights and moments, by name. They stay the procedure's.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }
}
