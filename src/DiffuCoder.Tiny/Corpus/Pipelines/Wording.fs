namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Names of the variables of a pipeline's program.
module internal Wording =

    /// What one item may be called. None of these is the variable of an expression within a step.
    let private itemNames =
        function
        | OneNumber -> [ "n" ]
        | Numbers -> [ "n"; "x"; "num"; "value" ]
        | Words -> [ "w"; "word"; "s"; "item" ]
        | Letters -> [ "c"; "ch"; "char"; "letter" ]
        | Scores -> [ "v"; "score"; "points"; "value" ]
        | Text -> [ "c" ]

    /// The variable of one item; of a dictionary, of one value.
    let item (style: Style) (parameters: string list) kind =
        let free =
            itemNames kind |> List.filter (fun name -> not (List.contains name parameters))

        match style.Words, free with
        | None, _
        | _, [] -> Kind.item kind
        | Some _, names -> names[style.Item % names.Length]

    /// The key that goes with the variable of a dictionary's value.
    let key =
        function
        | "score"
        | "points" -> "name"
        | "value" -> "key"
        | _ -> "k"

    /// The variable of what a step makes.
    let made (style: Style) (parameters: string list) kind =
        match style.Made, kind with
        | Some name, (Numbers | Words | Letters | Scores) when not (List.contains name parameters) -> name
        | _ -> Kind.variable kind
