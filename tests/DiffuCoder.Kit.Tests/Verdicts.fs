/// Results of evaluations, made up.
module DiffuCoder.Kit.Tests.Verdicts

open DiffuCoder

let private verdict passed =
    {
        Solution = ""
        Completion = None
        Parses = true
        Passed = passed
        PassedPlus = None
        Reason = None
        Trajectory = None
    }

/// A problem for each list, an answer for each entry.
let result (problems: bool list list) : BenchmarkResult =
    let bare =
        {
            Benchmark = "made up"
            Problems =
                [
                    for i, answers in List.indexed problems ->
                        {
                            TaskId = $"task-{i}"
                            Samples = List.map verdict answers
                        }
                ]
            Base = []
            Plus = []
            Excluded = []
        }

    { bare with
        Base = Evaluate.passCurve _.Passed bare
    }
