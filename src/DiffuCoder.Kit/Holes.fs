namespace DiffuCoder

open System
open System.Threading
open DiffuCoder.Runtime

/// Holes filled at given lengths: the lengths, the text of each hole, the trajectory, and the score.
type HoleCandidate = DiffuCoder.Sampling.HoleCandidate

/// What came of a text with holes of unknown lengths: all candidates and the best of them.
type FilledHoles = DiffuCoder.Sampling.FilledHoles

/// <summary>
/// Filling holes whose lengths are not known. A text for each combination of lengths is sampled, all of them with the options' seed,
/// each as <c>Sampler.generate</c> writes it, and the best is chosen.
/// </summary>
/// <example><code lang="fsharp">
/// let filled =
///     Prompt.infill [ Part.Text "def add(a, b):\n    return "; Part.Lengths [ 1..8 ]; Part.Text "\n" ]
///     |> Holes.fill model SamplerOptions.Tiny HoleOptions.Default
///
/// printfn $"{Holes.text filled}"
/// filled |> Holes.table |> printfn "%s"
/// </code></example>
[<RequireQualifiedAccess>]
module Holes =

    let private filler (model: Model) (options: SamplerOptions) (holes: HoleOptions) =
        Sampling.HoleFiller(
            model,
            CoreOptions.ofOptions options,
            model.Tokenizer,
            Sampling.HoleOptions(Score = holes.Score, Prior = holes.Prior, MostCandidates = holes.MostCandidates, Together = holes.Together)
        )

    let private openCanvas model =
        function
        | Prompt.Infill parts -> Prompt.openCanvas model parts
        | _ ->
            raise (
                Sampling.SamplerException
                    "Holes are filled in a text with holes, and this prompt is gone on from; make it with Prompt.infill."
            )

    /// <summary>As <c>fill</c>, ended by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let fillWith (stop: CancellationToken) (model: Model) (options: SamplerOptions) (holes: HoleOptions) (prompt: Prompt) : FilledHoles =
        (filler model options holes).Fill(openCanvas model prompt, options.Seed, stop)

    /// <summary>Fills the holes of a text. Those with a fixed length keep it.</summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">
    /// There are more combinations of lengths than allowed, one is too long for the model, a hole has no length, or as for the sampler.
    /// </exception>
    /// <exception cref="T:DiffuCoder.Constraints.ConstraintException">
    /// A constraint has no text at any of the lengths; those at which it has none are left out otherwise.
    /// </exception>
    let fill (model: Model) (options: SamplerOptions) (holes: HoleOptions) (prompt: Prompt) : FilledHoles =
        fillWith CancellationToken.None model options holes prompt

    /// <summary>As <c>fillMany</c>, ended by a token.</summary>
    /// <exception cref="T:System.OperationCanceledException">It was cancelled.</exception>
    let fillManyWith
        (stop: CancellationToken)
        (model: Model)
        (options: SamplerOptions)
        (holes: HoleOptions)
        (prompts: Prompt seq)
        : FilledHoles list =
        let prompts, seeds = prompts |> Sampler.withSeeds options |> List.unzip

        (filler model options holes).Fill(prompts |> List.map (openCanvas model), seeds, stop)
        |> List.ofSeq

    /// <summary>
    /// Fills the holes of several texts, the candidates of all of them together. Each text has a seed of its own, as in
    /// <c>Sampler.generateMany</c>.
    /// </summary>
    let fillMany (model: Model) (options: SamplerOptions) (holes: HoleOptions) (prompts: Prompt seq) : FilledHoles list =
        fillManyWith CancellationToken.None model options holes prompts

    /// How the chosen candidate was written.
    let trajectory (filled: FilledHoles) : Trajectory = filled.Trajectory

    /// The whole text with the chosen lengths. `SamplerException` when it was sampled without a tokenizer.
    let text (filled: FilledHoles) : string = Trajectory.text filled.Trajectory

    /// The chosen length of each hole.
    let lengths (filled: FilledHoles) : int list = List.ofSeq filled.Best.Lengths

    /// <summary>The same candidates compared by the log-probability when written under another length prior: nothing is sampled.</summary>
    /// <example><code lang="fsharp">
    /// for prior in [ LengthPrior.none; LengthPrior.mean ] do
    ///     printfn $"{prior.Name}: {filled |> Holes.by prior |> Holes.lengths}"
    /// </code></example>
    let by (prior: LengthPrior) (filled: FilledHoles) : FilledHoles = filled.By prior

    let private cell (text: string) =
        "`" + text.ReplaceLineEndings("⏎").Replace("`", "'").Replace("|", "\\|") + "`"

    let private number (value: float) =
        value.ToString("0.###", Globalization.CultureInfo.InvariantCulture)

    /// <summary>
    /// All candidates in Markdown, the chosen one in bold: lengths, score, log-probability in nats, and what fills the holes.
    /// </summary>
    /// <example><code lang="text">
    /// | tokens | score | log-probability | filled with |
    /// | --- | --- | --- | --- |
    /// | 2 | -0.734 | -2.408 | `a b` |
    /// | **3** | -0.021 | -0.039 | `a + b` |
    /// </code></example>
    let table (filled: FilledHoles) : string =
        let row (candidate: HoleCandidate) =
            let lengths = candidate.Lengths |> Seq.map string |> String.concat ", "

            let shown =
                if obj.ReferenceEquals(candidate, filled.Best) then
                    $"**{lengths}**"
                else
                    lengths

            let texts =
                match candidate.Texts with
                | null -> ""
                | texts -> texts |> Seq.map cell |> String.concat ", "

            let cut = if candidate.IsCut then " (cut by a stop token)" else ""
            $"| {shown} | {number candidate.Score} | {number candidate.LogProbability} | {texts}{cut} |"

        [
            "| tokens | score | log-probability | filled with |"
            "| --- | --- | --- | --- |"
            yield! filled.Candidates |> Seq.map row
        ]
        |> String.concat "\n"
