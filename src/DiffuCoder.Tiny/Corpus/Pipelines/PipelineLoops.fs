namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Steps on single items as a loop.
module internal PipelineLoops =

    let private indented depth line = String.replicate depth "    " + line

    /// A loop over a collection. Its last line, given the item, keeps it.
    let private loop style parameters kind steps (collection: string) (keep: string -> string) =
        let first = Wording.item style parameters kind

        let rec inside depth kind item =
            function
            | [] -> [ indented depth (keep item) ]
            | Keep test :: after -> indented depth $"if {test.Python item}:" :: inside (depth + 1) kind item after
            | [ Map mapping ] -> [ indented depth (keep (mapping.Python item)) ]
            | Map mapping :: after ->
                let next = Pipeline.kindAfter kind (Map mapping)
                let variable = Wording.item style parameters next

                indented depth $"{variable} = {mapping.Python item}"
                :: inside depth next variable after
            | Whole change :: _ -> invalidArg (nameof steps) $"{change.Key} is no step on single items"

        let head =
            if kind = Scores then
                $"for {Wording.key first}, {first} in {collection}.items():"
            else
                $"for {first} in {collection}:"

        head :: inside 1 kind first steps

    /// The lines that make a new collection under a name.
    let collecting style parameters kind steps collection made =
        let key = Wording.key (Wording.item style parameters kind)

        let start, keep =
            if kind = Scores then
                "{}", (fun item -> $"{made}[{key}] = {item}")
            else
                "[]", (fun item -> $"{made}.append({item})")

        $"{made} = {start}" :: loop style parameters kind steps collection keep

    /// The lines that count or add up, and the variable with the result; none for other results.
    let summing style parameters takes gives steps collection (result: Reduction) =
        let free = Style.name style (collection :: parameters)

        let under name update =
            Some($"{name} = 0" :: loop style parameters takes steps collection update, name)

        match result.Key with
        | "count" ->
            let name = free [ "count"; "total"; "found" ]

            under name (fun _ ->
                if style.Augments then
                    $"{name} += 1"
                else
                    $"{name} = {name} + 1")
        | "sum" when gives = Numbers ->
            let name = free [ "total"; "acc"; "result" ]
            under name (fun item -> $"{name} += {item}")
        | _ -> None
