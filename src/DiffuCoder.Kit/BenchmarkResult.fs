namespace DiffuCoder

/// pass@k over a benchmark.
type PassScore =
    {
        /// The k.
        K: int
        /// The mean over the problems, in [0, 1].
        Value: float
        /// Lower end of the 95 % interval: Wilson's for pass@1 of one answer a problem, otherwise the bootstrap over problems.
        Low: float
        /// Its upper end.
        High: float
    }

/// What became of one answer.
type SampleVerdict =
    {
        /// The program that was run.
        Solution: string
        /// What the model wrote; `None` where a file does not say.
        Completion: string option
        /// It is Python: at least it parses.
        Parses: bool
        /// It passed the benchmark's own tests.
        Passed: bool
        /// It passed these and the further ones; `None` where there are none.
        PassedPlus: bool option
        /// Why not: the first test or error that failed, for people.
        Reason: string option
        /// How it was written; `None` for an answer that was read from a file. `Evaluate.trajectories` has those of a whole run.
        Trajectory: Trajectory option
    }

/// The outcome for one problem.
type ProblemResult =
    {
        /// The problem.
        TaskId: string
        /// Its answers, in order.
        Samples: SampleVerdict list
    }

/// A problem that no answer is measured on, here and now.
type ExcludedProblem =
    {
        /// The problem.
        TaskId: string
        /// Why: what the benchmark's own solution did on which arguments or tests, or that it was asked for.
        Reason: string
    }

/// The outcome of an evaluation.
type BenchmarkResult =
    {
        /// The benchmark's name.
        Benchmark: string
        /// The outcome for each problem, in the benchmark's order.
        Problems: ProblemResult list
        /// pass@k on the benchmark's own tests, by k.
        Base: PassScore list
        /// pass@k on these and EvalPlus's further tests, by k; empty where there are none.
        Plus: PassScore list
        /// Problems that were left out, with the reason.
        Excluded: ExcludedProblem list
    }

/// By how much one pass@1 is above another on the same problems.
type ScoreDifference =
    {
        /// The mean over problems, in [-1, 1].
        Value: float
        /// Lower end of the 95 % interval, by the bootstrap over problems.
        Low: float
        /// Its upper end.
        High: float
        /// Problems compared.
        Problems: int
    }

/// How far an evaluation has come.
type EvaluateProgress =
    {
        /// Answers written.
        Generated: int
        /// How many answers those that are being written come to, by the part of their canvases that is filled in.
        Writing: float
        /// Answers judged.
        Scored: int
        /// Answers there will be.
        Total: int
    }

    /// The part that is done, in [0, 1]: writing and judging count alike.
    member progress.Share =
        (float (progress.Generated + progress.Scored) + progress.Writing)
        / float (max 1 (2 * progress.Total))
