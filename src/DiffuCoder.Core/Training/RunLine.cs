namespace DiffuCoder.Training;

/// <summary>A line of a run's records.</summary>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="Measures">What was measured there, by name.</param>
public sealed record RunLine(long Step, IReadOnlyDictionary<string, double> Measures);

/// <summary>A measure at a step of a run.</summary>
/// <param name="Step">Optimiser steps done.</param>
/// <param name="Value">In the unit of the measure.</param>
public readonly record struct StepValue(long Step, double Value);
