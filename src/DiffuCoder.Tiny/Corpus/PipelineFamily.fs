namespace DiffuCoder.Tiny.Corpus

/// A task as it was drawn, before its split is known.
type internal Draft =
    {
        Family: string
        Instruction: string
        EntryPoint: string
        Parameters: string list
        Docstring: string
        Body: string
        Tests: (Value list * Value) list
        Choices: Choice list
    }

/// Tasks made of a source, steps and a result.
module internal PipelineFamily =

    let private step kind (voice: Voice) =
        let dice = voice.Dice
        let whole () = Whole(Changes.draw kind voice)

        match kind with
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
        let length = Dice.weighted [ 12, 0; 34, 1; 36, 2; 18, 3 ] voice.Dice
        // what is read needs lines of its own
        let length = if source.Python.IsSome then min length 2 else length

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

        [ 8; 7; 9; 6; 1; 0 ]
        |> List.map (fun size -> pipeline.Source.Arguments voice.Dice marks size)
        |> List.distinct
        |> List.choose (fun arguments ->
            Pipeline.evaluate pipeline arguments
            |> Option.map (fun expected -> arguments, expected))

    /// The pipeline with one step left out, where what remains still fits together.
    let private shortened pipeline =
        let rec without before =
            function
            | [] -> []
            | step :: after -> (List.rev before @ after) :: without (step :: before) after

        let fits steps =
            let kinds = steps |> List.scan Pipeline.kindAfter pipeline.Source.Gives
            List.last kinds

        let final = fits pipeline.Steps

        without [] pipeline.Steps
        |> List.filter (fun steps -> fits steps = final)
        |> List.map (fun steps -> { pipeline with Steps = steps })

    let private attempt pipeline arguments =
        try
            Pipeline.evaluate pipeline arguments
        with :? System.ArgumentException ->
            None

    /// Whether the tests notice when a step is forgotten, and do not all expect the same.
    let private discriminates pipeline (tests: (Value list * Value) list) =
        tests.Length >= 4
        && (tests |> List.map snd |> List.distinct |> List.length) >= 2
        && shortened pipeline
           |> List.forall (fun shorter ->
               tests
               |> List.exists (fun (arguments, expected) -> attempt shorter arguments <> Some expected))

    let private small value =
        let rec largest =
            function
            | Int n -> abs n
            | List items -> items |> List.fold (fun most item -> max most (largest item)) 0L
            | Dict entries -> entries |> List.fold (fun most (_, item) -> max most (largest item)) 0L
            | _ -> 0L

        largest value < 1_000_000_000L

    /// A draft, or None where the drawn operations make no sense together.
    let tryDraft (voice: Voice) : Draft option =
        let pipeline = draw voice

        // nothing done and nothing returned but the argument
        let empty = pipeline.Steps.IsEmpty && pipeline.Result.Key = "itself"

        let cases = if empty then [] else tests voice pipeline

        if
            empty
            || not (discriminates pipeline cases)
            || cases |> List.exists (snd >> small >> not)
        then
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
