namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// A pipeline in English.
module internal PipelineEnglish =

    let private items kind (phrase: string) = phrase.Replace("{s}", Kind.plural kind)

    let private objects kind =
        let one = Kind.singular kind

        if kind = OneNumber then
            {
                Seen = [ "it"; "the number"; "n" ]
                Kept = [ "the integer" ]
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

    /// The first phrase of each operation.
    let private plainDocstring (pipeline: Pipeline) =
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

    /// The same words as a request may have, in one of several sentences.
    let private drawnDocstring (voice: Voice) (pipeline: Pipeline) =
        let said, noun = steps voice pipeline, result voice pipeline
        let third = List.map English.thirdPerson

        let sentence =
            match said with
            | [] -> Dice.pick [ $"return {noun}"; $"returns {noun}"; $"get {noun}" ] voice.Dice
            | _ ->
                Dice.pick
                    [
                        English.listing (said @ [ $"return {noun}" ])
                        English.listing (third said @ [ $"returns {noun}" ])
                        String.concat ", " (said @ [ $"return {noun}" ])
                        English.listing said + $". Return {noun}"
                        $"return {noun}: " + English.listing said
                    ]
                    voice.Dice

        English.capitalise sentence + "."

    /// One line that says the same as the function.
    let docstring (style: Style) (pipeline: Pipeline) =
        match Style.voice style with
        | Some voice -> drawnDocstring voice pipeline
        | None -> plainDocstring pipeline

    /// What a comment says of the first step.
    let comment (style: Style) (pipeline: Pipeline) =
        match Style.voice style with
        | Some voice when style.Comments -> List.tryHead (steps voice pipeline)
        | _ -> None
