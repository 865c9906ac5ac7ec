namespace DiffuCoder.Tiny.Corpus

/// Tasks made of a source, steps and a result.
module internal PipelineFamily =

    let private step kind (voice: Voice) =
        let dice = voice.Dice
        let whole () = Whole(Changes.draw kind voice)

        match kind with
        | OneNumber -> Map(Mappings.drawNumber voice)
        | Numbers ->
            match Dice.below 10 dice with
            | 0
            | 1
            | 2
            | 3 -> Keep(NumberTests.draw voice)
            | 4
            | 5
            | 6 -> Map(Mappings.drawNumber voice)
            | _ -> whole ()
        | Words ->
            match Dice.below 10 dice with
            | 0
            | 1
            | 2 -> Keep(WordTests.drawWord voice)
            | 3
            | 4
            | 5
            | 6 -> Map(Mappings.drawWord voice)
            | _ -> whole ()
        | Letters ->
            match Dice.below 10 dice with
            | 0
            | 1
            | 2
            | 3 -> Keep(WordTests.drawLetter voice)
            | 4
            | 5 -> Map(Mappings.drawLetter voice)
            | _ -> whole ()
        | Scores ->
            match Dice.below 10 dice with
            | 0
            | 1
            | 2
            | 3 -> Keep(NumberTests.draw voice)
            | 4
            | 5
            | 6 -> Map(Mappings.drawNumber voice)
            | _ -> whole ()
        | Text -> whole ()

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
            Result = Reductions.draw kind voice
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

    /// The pipeline with any steps left out, where what remains still fits together.
    let private shortened pipeline =
        let rec sublists =
            function
            | [] -> [ [] ]
            | step :: after ->
                let shorter = sublists after
                (shorter |> List.map (fun steps -> step :: steps)) @ shorter

        let final = List.fold Pipeline.kindAfter pipeline.Source.Gives

        sublists pipeline.Steps
        |> List.filter (fun steps -> steps.Length < pipeline.Steps.Length && final steps = final pipeline.Steps)
        |> List.map (fun steps -> { pipeline with Steps = steps })

    let private attempt pipeline arguments =
        // a step left out may leave the others with items of another kind
        try
            Pipeline.evaluate pipeline arguments
        with :? System.ArgumentException ->
            None

    /// Whether the tests notice that steps are forgotten.
    let private everyStepMatters pipeline (tests: (Value list * Value) list) =
        shortened pipeline
        |> List.forall (fun shorter ->
            tests
            |> List.exists (fun (arguments, expected) -> attempt shorter arguments <> Some expected))

    /// A draft, or None where the drawn operations make no sense together.
    let tryDraft (voice: Voice) : Draft option =
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
                    Docstring = PipelineEnglish.docstring pipeline
                    Body = PipelinePython.body pipeline
                    Tests = cases
                    Choices = List.ofSeq voice.Choices
                }
