namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

type internal Pipeline =
    {
        Source: Source
        Steps: Step list
        Result: Reduction
    }

module internal Pipeline =

    let stepKey =
        function
        | Keep test -> test.Key
        | Map mapping -> mapping.Key
        | Whole change -> change.Key

    let kindAfter kind =
        function
        | Keep _ -> kind
        // a dictionary stays one when its values change
        | Map mapping ->
            if kind = Scores || kind = OneNumber then
                kind
            else
                mapping.To
        | Whole change -> change.To

    let private items value =
        match value with
        | Str text -> Python.characters text |> List.map Str
        | other -> Value.toList other

    let apply value step =
        match step, value with
        | Keep test, Dict entries -> Dict(entries |> List.filter (snd >> test.Holds))
        | Map mapping, Int _ -> mapping.Apply value
        | Map mapping, Dict entries -> Dict(entries |> List.map (fun (k, v) -> k, mapping.Apply v))
        | Keep test, _ -> List(items value |> List.filter test.Holds)
        | Map mapping, _ -> List(items value |> List.map mapping.Apply)
        | Whole change, _ -> change.Apply value

    /// A step after which an empty collection is to be expected although the input was not empty.
    let private mayEmpty =
        function
        | Keep _ -> true
        | Map _ -> false
        | Whole change -> change.Key.StartsWith "skip" || change.Key = "differences"

    let isCareful pipeline = pipeline.Steps |> List.exists mayEmpty

    let evaluateSteps steps isCareful pipeline (arguments: Value list) =
        steps
        |> List.fold apply (pipeline.Source.Read arguments)
        |> pipeline.Result.Apply isCareful

    /// The value that the rendered function returns; None where it raises an exception.
    let evaluate pipeline arguments =
        evaluateSteps pipeline.Steps (isCareful pipeline) pipeline arguments

    /// Neighbouring operations in the order they run.
    let pairs pipeline =
        Option.toList pipeline.Source.Operation
        @ List.map stepKey pipeline.Steps
        @ [ pipeline.Result.Key ]
        |> List.pairwise
