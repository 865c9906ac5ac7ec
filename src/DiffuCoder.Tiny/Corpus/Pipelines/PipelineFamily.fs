namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Tasks made of a source, steps and a result.
module internal PipelineFamily =

    let private step kind (voice: Voice) =
        let whole () = Whole(Changes.draw kind voice)

        let mapping () =
            Map(
                match kind with
                | OneNumber
                | Numbers
                | Scores -> NumberMappings.draw voice
                | Words -> WordMappings.draw voice
                | Letters -> LetterMappings.draw voice
                | Text -> invalidArg (nameof kind) "a text is changed as a whole"
            )

        let keep () =
            Keep(
                match kind with
                | Words -> WordTests.draw voice
                | Letters -> LetterTests.draw voice
                | _ -> NumberTests.draw voice
            )

        let choices =
            match kind with
            | OneNumber -> [ 1, mapping ]
            | Text -> [ 1, whole ]
            | Words -> [ 3, keep; 4, mapping; 3, whole ]
            | Letters -> [ 4, keep; 2, mapping; 4, whole ]
            | Numbers
            | Scores -> [ 4, keep; 3, mapping; 3, whole ]

        Dice.weighted choices voice.Dice ()

    let private draw (voice: Voice) =
        let source = Sources.draw voice

        let length =
            match source.Python, source.Gives with
            // what is read needs a line of its own
            | Some _, _ -> Dice.weighted [ 15, 0; 45, 1; 40, 2 ] voice.Dice
            | None, OneNumber -> Dice.weighted [ 30, 1; 45, 2; 25, 3 ] voice.Dice
            | None, _ -> Dice.weighted [ 12, 0; 34, 1; 36, 2; 18, 3 ] voice.Dice

        let steps, kind =
            (source.Gives, [ 1..length ])
            ||> List.mapFold (fun kind _ ->
                let next = step kind voice
                next, Pipeline.kindAfter kind next)

        {
            Source = source
            Steps = steps
            Result = Results.draw kind voice
        }

    let private landmarks pipeline =
        (pipeline.Steps
         |> List.collect (function
             | Keep test -> test.Landmarks
             | _ -> []))
        @ pipeline.Result.Landmarks

    let private tests (voice: Voice) pipeline =
        let marks = landmarks pipeline

        Draft.sizes
        |> List.map (fun size -> pipeline.Source.Arguments voice.Dice marks size)
        |> List.distinct
        |> List.choose (fun arguments ->
            Pipeline.evaluate pipeline arguments
            |> Option.map (fun expected -> arguments, expected))

    /// All ways to leave out steps that change no kind, so that what remains fits together.
    let private shortened pipeline =
        let rec sublists kind =
            function
            | [] -> [ [] ]
            | step :: after ->
                let next = Pipeline.kindAfter kind step
                let shorter = sublists next after
                let whole = shorter |> List.map (fun steps -> step :: steps)
                if next = kind then whole @ shorter else whole

        sublists pipeline.Source.Gives pipeline.Steps
        |> List.filter (fun steps -> steps.Length < pipeline.Steps.Length)

    /// Whether the tests notice that steps are forgotten.
    let private everyStepMatters pipeline (tests: (Value list * Value) list) =
        let evaluate steps =
            Pipeline.evaluateSteps steps (Pipeline.isCareful pipeline) pipeline

        shortened pipeline
        |> List.forall (fun steps ->
            tests
            |> List.exists (fun (arguments, expected) -> evaluate steps arguments <> Some expected))

    /// A draft, or None where the drawn operations make no sense together.
    let tryDraft (style: Style) (voice: Voice) : Draft option =
        let pipeline = draw voice

        // nothing done and nothing returned but the argument
        let empty = pipeline.Steps.IsEmpty && pipeline.Result.Key = "itself"

        let cases = if empty then [] else tests voice pipeline

        if empty || not (Draft.worthKeeping cases) || not (everyStepMatters pipeline cases) then
            None
        else
            for first, second in Pipeline.pairs pipeline do
                Voice.pair first second voice

            let names =
                (pipeline.Steps
                 |> List.map (function
                     | Keep test -> test.Names
                     | Map mapping -> mapping.Names
                     | Whole change -> change.Names))
                @ [ pipeline.Result.Names ]

            let name = Naming.draw voice pipeline.Source.Names names
            let taken = Voice.say pipeline.Source.Takes voice
            let steps = PipelineEnglish.steps voice pipeline

            Some
                {
                    Family = pipeline.Source.Key
                    Instruction = Instruction.write voice name taken steps (PipelineEnglish.result voice pipeline)
                    EntryPoint = name
                    Parameters = pipeline.Source.Parameters
                    Docstring = PipelineEnglish.docstring style pipeline
                    Body = PipelinePython.body style name (PipelineEnglish.comment style pipeline) pipeline
                    Tests = cases
                    Choices = List.ofSeq voice.Choices
                }
