namespace DiffuCoder

open System.Collections.Generic
open DiffuCoder.Analysis

/// How many programs there are, how many parse, how many of these are distinct, and the share of pairs that differ.
type DistinctPrograms = DiffuCoder.Analysis.DistinctPrograms

/// <summary>How diverse several answers to one prompt are. Every function needs at least two.</summary>
/// <example><code lang="fsharp">
/// let answers = List.replicate 10 prompt |> Sampler.generateMany model { SamplerOptions.Paper with Temperature = 1.0 }
/// printfn $"{Diversity.editDistance answers:F2} apart, decoded {Diversity.orderDistance CanvasScope.Text answers:F2} apart"
/// </code></example>
// Named as the core's record of all measures: so it has another name for the runtime, and `open` may open both namespaces.
[<RequireQualifiedAccess; CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Diversity =

    let private completions (trajectories: Trajectory seq) : IReadOnlyList<IReadOnlyList<int>> =
        [| for trajectory in trajectories -> trajectory.Completion |]

    /// <summary>
    /// Compares programs by a normal form that the caller computes, <c>None</c> for what is
    /// no program. <c>DifferingPairs</c> is 0 when all are the same and 1 when no two are.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are fewer than two programs.</exception>
    /// <example><code lang="fsharp">
    /// let programs = answers |> List.map Trajectory.code
    /// let trees = Sandbox.syntaxTrees sandbox programs
    /// programs |> Diversity.programs (fun program -> Map.tryFind program trees)
    /// </code></example>
    let programs (normalForm: 'a -> string option) (programs: 'a seq) =
        DistinctPrograms.Of(Array.ofSeq programs, (fun program -> normalForm program |> Option.toObj))

    /// <summary>
    /// The mean Levenshtein distance of pairs, over tokens, as a share of the longer one: 0 when all are equal, at most 1.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are fewer than two generations.</exception>
    /// <example><code lang="fsharp">
    /// answers |> Diversity.editDistance   // 0.31
    /// </code></example>
    let editDistance (trajectories: Trajectory seq) =
        EditDistance.Mean(completions trajectories)

    /// <summary>
    /// The mean BLEU-4 of each against all the others: 1 when all are equal, lower when they are diverse. Compare sets of equal size only.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are fewer than two generations.</exception>
    /// <example><code lang="fsharp">
    /// answers |> Diversity.selfBleu   // 0.74
    /// </code></example>
    let selfBleu (trajectories: Trajectory seq) = SelfBleu.Of(completions trajectories)

    /// <summary>
    /// The mean Kendall distance of pairs of decoding orders: 0 when all are equal, 1 for
    /// opposite ones, about 1/2 for unrelated ones; NaN when no pair has two positions in common.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Analysis.AnalysisException">There are fewer than two generations.</exception>
    /// <example><code lang="fsharp">
    /// answers |> Diversity.orderDistance CanvasScope.Text   // 0.12
    /// </code></example>
    let orderDistance (scope: CanvasScope) (trajectories: Trajectory seq) =
        OrderDistance.Mean [| for trajectory in trajectories -> DecodingOrder.Of(trajectory, scope) |]
