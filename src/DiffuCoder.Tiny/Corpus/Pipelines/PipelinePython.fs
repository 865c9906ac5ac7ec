namespace DiffuCoder.Tiny.Corpus.Pipelines

open System.Text.RegularExpressions
open DiffuCoder.Tiny.Corpus

/// A pipeline as the body of a Python function, in the form that a style has.
module internal PipelinePython =

    /// A part of the body: an expression of the collection so far, or a loop over it.
    type private Part =
        | Expression of render: (string -> string) * gives: Kind
        | Loop of steps: Step list * takes: Kind

    /// A step whose condition or change stands in a function of its own.
    type private Helper =
        {
            Name: string
            Lines: string list
            Of: Step
        }

    let private isSingle kind =
        function
        | Whole _ -> false
        | Keep _
        | Map _ -> kind <> OneNumber

    /// The condition or change of a step of an item, without the collection.
    let private ofItem step (item: string) =
        match step with
        | Keep test -> test.Python item
        | Map mapping -> mapping.Python item
        | Whole change -> change.Python item

    let private comprehension style kind step (python: string) item (collection: string) =
        let key = Wording.key item

        match step with
        | Keep _ when kind = Scores -> $"{{{key}: {item} for {key}, {item} in {collection}.items() if {python}}}"
        | Map _ when kind = Scores -> $"{{{key}: {python} for {key}, {item} in {collection}.items()}}"
        | Keep _ when style.Form = Functional -> $"list(filter(lambda {item}: {python}, {collection}))"
        | Map _ when style.Form = Functional -> $"list(map(lambda {item}: {python}, {collection}))"
        | Keep _ -> $"[{item} for {item} in {collection} if {python}]"
        | Map _
        | Whole _ -> $"[{python} for {item} in {collection}]"

    let private render style parameters (helper: Helper option) kind step =
        if isSingle kind step then
            let item = Wording.item style parameters kind

            let python =
                match helper with
                | Some helper when obj.ReferenceEquals(helper.Of, step) -> $"{helper.Name}({item})"
                | _ -> ofItem step item

            comprehension style kind step python item
        else
            ofItem step

    /// Steps on single items that follow each other, in one loop where the style has loops.
    let rec private parts style parameters helper kind steps =
        match steps with
        | [] -> []
        | step :: _ when style.Form = Loops && isSingle kind step ->
            let run = steps |> List.takeWhile (isSingle kind)

            Loop(run, kind)
            :: parts style parameters helper (List.fold Pipeline.kindAfter kind run) (List.skip run.Length steps)
        | step :: after ->
            let gives = Pipeline.kindAfter kind step

            Expression(render style parameters helper kind step, gives)
            :: parts style parameters helper gives after

    /// The first step on single items as a function of its own, where the style has such functions.
    let private helperOf style entryPoint (pipeline: Pipeline) =
        let rec find kind =
            function
            | step :: _ when isSingle kind step -> Some(kind, step)
            | step :: after -> find (Pipeline.kindAfter kind step) after
            | [] -> None

        match find pipeline.Source.Gives pipeline.Steps with
        | Some(kind, step) when style.Form = Helpers ->
            let parameters = pipeline.Source.Parameters
            let item = Wording.item style parameters kind

            let names =
                match step with
                | Keep _ -> [ "check"; "fits"; "wanted"; "test" ]
                | _ -> [ "change"; "convert"; "update"; "apply" ]

            let name = Style.name style (entryPoint :: parameters) names

            Some
                {
                    Name = name
                    Lines = [ $"def {name}({item}):"; $"    return {ofItem step item}" ]
                    Of = step
                }
        | _ -> None

    /// A mark that no expression contains, to count how often one uses its argument.
    let private mark = "\001"

    /// Whether an expression can stand in place of a variable: short, a call or a display, and used once.
    let private fitsInto (next: string -> string) (python: string) =
        Regex.IsMatch(python, @"^(\[.*\]|\{.*\}|\w+\([^()]*\))$")
        && python.Length <= 56
        && (next mark).Split(mark).Length = 2

    let private returning style (pipeline: Pipeline) (current: string) =
        let isCareful = Pipeline.isCareful pipeline

        match pipeline.Result.Instead with
        | Some instead when isCareful && style.ReturnsEarly ->
            [
                $"if not {current}:"
                $"    return {Value.literal instead}"
                $"return {pipeline.Result.Python false current}"
            ]
        | _ -> [ $"return {pipeline.Result.Python isCareful current}" ]

    /// Whether the result is written in one expression of the collection.
    let private returnsAtOnce style (pipeline: Pipeline) =
        not (
            style.ReturnsEarly
            && Pipeline.isCareful pipeline
            && pipeline.Result.Instead.IsSome
        )

    let rec private write style (pipeline: Pipeline) current =
        let parameters = pipeline.Source.Parameters

        function
        | [] -> returning style pipeline current
        | [ Expression(render, _) ] when pipeline.Result.Key = "itself" -> [ $"return {render current}" ]
        | Expression(render, gives) :: after ->
            let python = render current

            let next =
                match after with
                | Expression(following, _) :: _ -> Some following
                | [] when returnsAtOnce style pipeline -> Some(pipeline.Result.Python(Pipeline.isCareful pipeline))
                | _ -> None

            match next with
            | Some following when style.Form = Inline && fitsInto following python -> write style pipeline python after
            | _ ->
                let made = Wording.made style parameters gives
                $"{made} = {python}" :: write style pipeline made after
        | Loop(steps, takes) :: after ->
            let gives = List.fold Pipeline.kindAfter takes steps

            match after, PipelineLoops.summing style parameters takes gives steps current pipeline.Result with
            | [], Some(lines, total) -> lines @ [ $"return {total}" ]
            | _ ->
                // what is appended to must not be what is read
                let made =
                    Style.name style (current :: parameters) [ Wording.made style parameters gives; "result"; "items" ]

                PipelineLoops.collecting style parameters takes steps current made
                @ write style pipeline made after

    /// The body of a function of this name, below its docstring.
    let body (style: Style) (entryPoint: string) (comment: string option) (pipeline: Pipeline) =
        let source = pipeline.Source
        let helper = helperOf style entryPoint pipeline

        let read =
            source.Python
            |> Option.map (fun python -> Expression((fun _ -> python), source.Gives))
            |> Option.toList

        let lines =
            (comment |> Option.map (fun said -> $"# {said}") |> Option.toList)
            @ write style pipeline (Kind.variable source.Gives) (read @ parts style source.Parameters helper source.Gives pipeline.Steps)

        let within, below =
            match helper with
            | Some helper when style.HelperBelow -> [], "\n\n" + String.concat "\n" helper.Lines + "\n"
            | Some helper -> helper.Lines, ""
            | None -> [], ""

        (within @ lines |> List.map (fun line -> $"    {line}\n") |> String.concat "")
        + below
