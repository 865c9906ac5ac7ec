namespace DiffuCoder

open System
open DiffuCoder.Evaluation
open DiffuCoder.Sandbox

/// Between the kit's records of evaluation and the core's.
module internal CoreEvaluation =

    let scoreOf (score: DiffuCoder.Evaluation.PassScore) =
        {
            K = score.K
            Value = score.Value
            Low = score.Interval.Low
            High = score.Interval.High
        }

    let private reason (result: CandidateResult) =
        result.Tests
        |> Seq.append [ result.Program ]
        |> Seq.tryFind (_.Passed >> not)
        |> Option.map (fun test ->
            if String.IsNullOrEmpty test.Detail then
                string test.Outcome
            else
                $"{test.Outcome}: {test.Detail}")

    let private isNoPython (program: TestResult) =
        [ "SyntaxError"; "IndentationError"; "TabError" ]
        |> List.exists (fun error -> program.Detail.StartsWith(error, StringComparison.Ordinal))

    let private verdictOf (score: SampleScore) =
        {
            Solution = score.Sample.Solution
            Completion = Option.ofObj score.Sample.Completion
            Parses = not (isNoPython score.Result.Program)
            Passed = score.PassedBase
            PassedPlus = if score.Plus.HasValue then Some score.PassedPlus else None
            Reason = reason score.Result
            Trajectory = Option.ofObj score.Sample.Trajectory
        }

    let resultOf (result: EvaluationResult) =
        {
            Benchmark = result.Benchmark
            Problems =
                [
                    for problem in result.Problems ->
                        {
                            TaskId = problem.TaskId
                            Samples = [ for sample in problem.Samples -> verdictOf sample ]
                        }
                ]
            Base = [ for score in result.Base -> scoreOf score ]
            Plus = [ for score in result.Plus -> scoreOf score ]
            Excluded =
                [
                    for problem in result.Excluded ->
                        {
                            TaskId = problem.TaskId
                            Reason = problem.Reason
                        }
                ]
        }

    let scoring (options: EvaluateOptions) =
        ScoringOptions(Ks = Array.ofList options.Ks, Seed = options.Seed)

    let ofOptions (options: EvaluateOptions) =
        EvaluationOptions(
            Sampler = CoreOptions.ofOptions options.Sampler,
            Prompting = options.Prompting,
            Samples = options.Samples,
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            Sanitize = options.Sanitize,
            SanitizeRule = options.SanitizeRule,
            Shard = Option.toObj options.Shard,
            KeepTrajectories = options.KeepTrajectories,
            Scoring = scoring options
        )
