namespace DiffuCoder

open DiffuCoder.Training
open TorchSharp

/// <summary>
/// How a causal model becomes one that looks both ways: at each update every edge into the future is open with a
/// probability that grows to 1 (DiffuCoder, arXiv 2506.20639, section 5). <c>Pipeline.adaptationOver</c> trains so.
/// </summary>
/// <example><code lang="fsharp">
/// [ for step in 0..10..240 -> step, Annealing.openShare 200 step ]
/// </code></example>
[<RequireQualifiedAccess>]
module Annealing =

    /// <summary>The probability that an edge into the future is open: min(1, (step + 1) / annealing).</summary>
    /// <param name="annealing">Updates until all are open; 10 000 in the paper.</param>
    /// <param name="step">The update, from 0.</param>
    /// <exception cref="T:DiffuCoder.Training.TrainingException"><c>annealing</c> is below 1.</exception>
    /// <example><code lang="fsharp">
    /// Annealing.openShare 10_000 4_999   // 0.5
    /// </code></example>
    let openShare (annealing: int) (step: int) : float =
        AttentionAnnealing(int64 annealing).OpenProbability(int64 step)

    /// <summary>
    /// Who attends to whom at an update, as a run of that seed draws it: entry [i,
    /// j] says whether position i sees position j. Below the diagonal all are open.
    /// </summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="annealing">Updates until all are open.</param>
    /// <param name="length">Positions.</param>
    /// <param name="step">The update, from 0.</param>
    /// <exception cref="T:DiffuCoder.Training.TrainingException"><c>annealing</c> is below 1.</exception>
    /// <example><code lang="fsharp">
    /// let edges = Annealing.edges 0L 200 64 99
    /// </code></example>
    let edges (seed: int64) (annealing: int) (length: int) (step: int) : bool[,] =
        use _ = torch.NewDisposeScope()

        match AttentionAnnealing(int64 annealing).Edges(int64 length, TrainingDraws(seed, int64 step, 0)) with
        | null -> Array2D.create length length true
        | drawn ->
            let flat = drawn.data<bool>().ToArray()
            Array2D.init length length (fun row column -> flat[row * length + column])
