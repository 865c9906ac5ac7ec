namespace DiffuCoder.Tiny.Corpus

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

/// A pipeline in English.
module internal PipelineEnglish =

    let private items kind (phrase: string) = phrase.Replace("{s}", Kind.plural kind)

    let private objects kind =
        let one = Kind.singular kind

        if kind = OneNumber then
            {
                Seen = [ "it"; "the number"; "n" ]
                Kept = [ "the result"; "this" ]
            }
        else

            {
                Seen =
                    [
                        $"each {one}"
                        $"every {one}"
                        "each of them"
                        "every one of them"
                        "each one"
                    ]
                Kept = [ $"each of the {one}s"; "every one" ]
            }

    let private keeping: Phrasing =
        {
            Seen =
                [
                    "keep {p}"
                    "keep {p}"
                    "select {p}"
                    "pick {p}"
                    "keep only {p}"
                    "remove {f}"
                    "drop {f}"
                    "discard {f}"
                    "leave out {f}"
                ]
            Kept = [ "select only {p}"; "take {p}"; "pick only {p}" ]
        }

    let private replacing kind =
        let one = Kind.singular kind

        if kind = OneNumber then
            {
                Seen = [ "replace it by {b}"; "turn it into {b}"; "take {b}" ]
                Kept = [ "turn the number into {b}" ]
            }
        else

            {
                Seen =
                    [
                        $"replace each {one} by {{b}}"
                        $"replace every {one} by {{b}}"
                        $"turn each {one} into {{b}}"
                    ]
                Kept = [ $"turn every {one} into {{b}}"; $"change each {one} into {{b}}" ]
            }

    /// Says the phrase only where the frame has room for it: what is said is recorded as a choice.
    let private said (frame: string) (hole: string) phrasing voice =
        if frame.Contains hole then Voice.say phrasing voice else ""

    let private step (voice: Voice) kind =
        function
        | Keep test ->
            let frame = Voice.say keeping voice

            frame.Replace("{p}", said frame "{p}" test.Passing voice).Replace("{f}", said frame "{f}" test.Failing voice)
            |> items kind
        | Map mapping when Dice.chance 30 voice.Dice -> (Voice.say (replacing kind) voice).Replace("{b}", Voice.say mapping.Becomes voice)
        | Map mapping -> (Voice.say mapping.Verbs voice).Replace("{x}", Voice.say (objects kind) voice)
        | Whole change -> Voice.say change.Verbs voice |> items kind

    /// The steps as verb phrases in the infinitive.
    let steps (voice: Voice) (pipeline: Pipeline) =
        let reading =
            if pipeline.Source.Reading.Seen.IsEmpty then
                []
            else
                [ Voice.say pipeline.Source.Reading voice ]

        let said, _ =
            (pipeline.Source.Gives, pipeline.Steps)
            ||> List.mapFold (fun kind next -> step voice kind next, Pipeline.kindAfter kind next)

        reading @ said

    let result (voice: Voice) (pipeline: Pipeline) =
        Voice.say (pipeline.Result.Nouns(Pipeline.isCareful pipeline)) voice

    /// One line that says the same as the function: always the first phrase of each operation, so that it can be learned.
    let docstring (pipeline: Pipeline) =
        let said, _ =
            (pipeline.Source.Gives, pipeline.Steps)
            ||> List.mapFold (fun kind next ->
                let phrase =
                    match next with
                    | Keep test -> $"keep {test.Passing.Seen.Head}"
                    | Map mapping ->
                        mapping.Verbs.Seen.Head.Replace(
                            "{x}",
                            (if kind = OneNumber then
                                 "n"
                             else
                                 $"each {Kind.singular kind}")
                        )
                    | Whole change -> change.Verbs.Seen.Head

                items kind phrase, Pipeline.kindAfter kind next)

        let reading =
            if pipeline.Source.DocVerb = "" then
                []
            else
                [ pipeline.Source.DocVerb ]

        let noun = (pipeline.Result.Nouns(Pipeline.isCareful pipeline)).Seen.Head

        English.capitalise (English.listing (reading @ said @ [ $"return {noun}" ]))
        + "."
