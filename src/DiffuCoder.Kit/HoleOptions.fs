namespace DiffuCoder

open DiffuCoder.Training

/// How a log-probability is made comparable between holes of different lengths. See `LengthPrior` for the known ones; a new one is a
/// value of this type.
type LengthPrior = DiffuCoder.Sampling.LengthPrior

/// How good what fills holes is; higher is better. See `HoleScore` for the known ones; a new one is a value of this type.
type HoleScore = DiffuCoder.Sampling.HoleScore

/// <summary>
/// From a log-probability summed over tokens, S in nats, and their number, n, to a score. The tokens are those that fill the holes, and for
/// a pseudo-likelihood those around them too.
/// </summary>
/// <example><code lang="fsharp">
/// filled |> Holes.by (LengthPrior.perToken 0.2)
/// </code></example>
[<RequireQualifiedAccess>]
module LengthPrior =

    /// S: every further token costs, so that the shortest holes win.
    let none = LengthPrior.None

    /// S / n, the mean over tokens: tokens that are easy to tell, such as a repetition, raise it.
    let mean = LengthPrior.Mean

    /// <summary>S + b n, for a prior p(n) proportional to exp(b n): b makes up for what a token costs on average.</summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">It is below 0.</exception>
    let perToken (nats: float) = LengthPrior.PerToken nats

    /// <summary>S / n^a: between the sum (0) and the mean (1).</summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">It is not between 0 and 2.</exception>
    let power (exponent: float) = LengthPrior.Power exponent

/// <summary>What the candidates of a hole are compared by.</summary>
/// <example><code lang="fsharp">
/// { HoleOptions.Default with Score = HoleScore.checker "has a return" (fun text -> if text.Contains "return" then 1.0 else 0.0) }
/// </code></example>
[<RequireQualifiedAccess>]
module HoleScore =

    /// The log-probability of the holes' tokens when they were written, under the length prior. It costs no pass.
    let written = HoleScore.Written

    /// <summary>
    /// The pseudo-log-likelihood of what fills the holes and of so many known tokens on either side of each, under the length prior: how
    /// well each of them follows from the others. It costs <c>passes</c> passes a candidate, in each of which every <c>passes</c>-th
    /// token is masked.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">The width is below 0, or the passes are below 1.</exception>
    /// <example><code lang="fsharp">
    /// { HoleOptions.Default with Score = HoleScore.pseudoLikelihood 8 4 }
    /// </code></example>
    let pseudoLikelihood (width: int) (passes: int) =
        HoleScore.PseudoLikelihood(width, passes)

    /// <summary>
    /// The estimate of log p(holes | the text around them), the mean over its draws, under the length prior. It does not depend on the
    /// order in which the holes were filled, and costs the passes of the estimate. Of the options those of the masks, <c>Draws</c> and
    /// <c>Seed</c> count.
    /// </summary>
    /// <example><code lang="fsharp">
    /// { HoleOptions.Default with Score = HoleScore.likelihood { LikelihoodOptions.Paper with Draws = 8 } }
    /// </code></example>
    let likelihood (options: LikelihoodOptions) =
        Grpo.HoleLikelihood.Score(Likelihood.estimator options, options.Draws, options.Seed)

    /// <summary>What a function says of the whole text, higher is better; among equals <c>pseudoLikelihood 24 4</c> decides.</summary>
    /// <example><code lang="fsharp">
    /// HoleScore.checker "short lines" (fun text -> -(text.Split '\n' |> Seq.map String.length |> Seq.max |> float))
    /// </code></example>
    let checker (name: string) (check: string -> float) = HoleScore.Checked(name, check)

    /// <summary>
    /// Whether a function is content with the whole text; among those that it is content with <c>pseudoLikelihood 24 4</c> decides.
    /// </summary>
    /// <example><code lang="fsharp">
    /// use sandbox = Sandbox.start ()
    /// let parses text = not (Sandbox.syntaxTrees sandbox [ text ]).IsEmpty
    /// { HoleOptions.Default with Score = HoleScore.passes "parses" parses }
    /// </code></example>
    let passes (name: string) (check: string -> bool) =
        checker name (fun text -> if check text then 1.0 else 0.0)

/// <summary>How the lengths of holes are chosen. Values are checked when a text is filled.</summary>
/// <example><code lang="fsharp">
/// { HoleOptions.Default with MostCandidates = 200 }
/// </code></example>
[<NoComparison; NoEquality>]
type HoleOptions =
    {
        /// What the candidates are compared by; `HoleScore.pseudoLikelihood 24 4` by default.
        Score: HoleScore
        /// How scores of different lengths are compared.
        Prior: LengthPrior
        /// Combinations of lengths that are allowed, at least 1: each is a generation.
        MostCandidates: int
        /// Candidates sampled together, at least 1; results do not depend on it.
        Together: int
    }

    /// By the mean pseudo-log-likelihood, among at most 64 combinations, 32 of them sampled together.
    static member Default =
        let core = DiffuCoder.Sampling.HoleOptions.Default

        {
            Score = core.Score
            Prior = core.Prior
            MostCandidates = core.MostCandidates
            Together = core.Together
        }
