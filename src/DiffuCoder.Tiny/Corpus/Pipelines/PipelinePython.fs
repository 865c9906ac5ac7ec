namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// A pipeline as the body of a Python function, always in the same style.
module internal PipelinePython =

    let private expression kind variable step =
        let item = Kind.item kind

        match step with
        | Keep test when kind = Scores -> $"{{k: v for k, v in {variable}.items() if {test.Python item}}}"
        | Map mapping when kind = OneNumber -> mapping.Python variable
        | Map mapping when kind = Scores -> $"{{k: {mapping.Python item} for k, v in {variable}.items()}}"
        | Keep test -> $"[{item} for {item} in {variable} if {test.Python item}]"
        | Map mapping -> $"[{mapping.Python item} for {item} in {variable}]"
        | Whole change -> change.Python variable

    /// Each step assigns to the variable named after its kind; a last expression that is the result is returned at once.
    let body (pipeline: Pipeline) =
        let source = pipeline.Source

        let first =
            source.Python
            |> Option.map (fun python -> source.Gives, python)
            |> Option.toList

        let (kind, _), assignments =
            ((source.Gives, Kind.variable source.Gives), pipeline.Steps)
            ||> List.mapFold (fun (kind, variable) step ->
                let target = Pipeline.kindAfter kind step
                (target, expression kind variable step), (target, Kind.variable target))
            |> fun (assignments, last) -> last, first @ assignments

        let lines =
            match pipeline.Result.Key, List.rev assignments with
            | "itself", (_, last) :: before ->
                [
                    for target, python in List.rev before -> $"{Kind.variable target} = {python}"
                ]
                @ [ $"return {last}" ]
            | _ ->
                [ for target, python in assignments -> $"{Kind.variable target} = {python}" ]
                @ [
                    $"return {pipeline.Result.Python (Pipeline.isCareful pipeline) (Kind.variable kind)}"
                ]

        lines |> List.map (fun line -> $"    {line}\n") |> String.concat ""
