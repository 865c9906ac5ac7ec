namespace DiffuCoder

open System
open System.Collections
open System.Text.Json
open System.Reflection
open Microsoft.FSharp.Reflection

/// <summary>
/// How the kit's values show themselves, in a notebook and as text: their parts by name, each
/// in a line, never more than a screen. A sequence that is computed as it is read is not read.
/// </summary>
/// <example><code lang="fsharp">
/// Model.tiny Stage.Instruct |> Forms.text |> printfn "%s"
/// </code></example>
[<RequireQualifiedAccess>]
module Forms =

    let private longest = 200
    let private mostParts = 40
    let private mostItems = 12

    /// Bytes of HTML or text, as a kernel sends them: in JSON, where signs of markup and other alphabets take six and more.
    let private mostSent = 16_000

    let private sentBytes (text: string) =
        JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length

    let private cut (most: int) (text: string) =
        if text.Length <= most then
            text
        else
            // not between the halves of a character
            let most =
                if Char.IsHighSurrogate text[most - 1] then
                    most - 1
                else
                    most

            $"{text[.. most - 1]}… ({text.Length} characters)"

    let private short (text: string) =
        text.ReplaceLineEndings "⏎" |> cut longest

    let private nameOf (kind: Type) =
        match kind.Name.IndexOf '`' with
        | -1 -> kind.Name
        | tick -> kind.Name[.. tick - 1]

    /// Whether reading all of a collection costs nothing: those with a count have their items already.
    let private countOf (value: obj) =
        match value with
        | :? ICollection as collection -> Some collection.Count
        | :? IEnumerable when FSharpType.IsUnion(value.GetType()) -> Some(Seq.length (Seq.cast<obj>(value :?> IEnumerable)))
        | _ ->
            value.GetType().GetInterfaces()
            |> Array.tryFind (fun face ->
                face.IsGenericType
                && face.GetGenericTypeDefinition() = typedefof<Generic.IReadOnlyCollection<_>>)
            |> Option.bind (fun face -> face.GetProperty "Count" |> Option.ofObj)
            |> Option.map (fun count -> count.GetValue value |> unbox<int>)

    let private isOfTheKit (kind: Type) =
        (string kind.FullName).StartsWith("DiffuCoder.", StringComparison.Ordinal)

    /// The part's value, or what it says when it cannot be read: a disposed model still shows its rest.
    let private read (value: obj) (property: PropertyInfo) : objnull =
        try
            property.GetValue value
        with :? TargetInvocationException as failure ->
            match failure.InnerException with
            | null -> "cannot be read"
            | inner -> $"cannot be read: {inner.Message}"

    let private partsOf (value: obj) =
        value.GetType().GetProperties(BindingFlags.Public ||| BindingFlags.Instance)
        |> Array.filter (fun property ->
            property.GetIndexParameters().Length = 0
            && not property.PropertyType.IsByRefLike
            && not (property.Name.StartsWith "Is" && FSharpType.IsUnion(value.GetType())))
        |> Array.truncate mostParts
        |> Array.map (fun property -> property.Name, read value property)
        |> List.ofArray

    /// What a strategy, a reward, a stage is called: that says more than its parts.
    let private nameIn (value: obj) : string option =
        match value.GetType().GetProperty("Name", typeof<string>) with
        | null -> None
        | property when property.GetIndexParameters().Length > 0 -> None
        | property ->
            match read value property with
            | :? string as name when name <> "" -> Some name
            | _ -> None

    let private lengthsOf (candidate: HoleCandidate) =
        candidate.Lengths
        |> Seq.map string
        |> String.concat " and "
        |> sprintf "%s tokens"

    let rec private inLine (depth: int) (value: objnull) : string =
        match value with
        | null -> "none"
        | value -> lineOf depth value

    and private lineOf (depth: int) (value: obj) : string =
        match value with
        | :? string as text -> short text
        | :? Model as model -> Model.describe model
        | :? Trajectory as trajectory ->
            $"{Seq.length trajectory.Reveals} tokens in {trajectory.Steps.Count} steps: {short (string trajectory.Text)}"
        | :? RepairRun as run -> short (string run)
        | :? Finding as finding -> short (string finding)
        | :? RepairSegment as segment -> string segment
        | :? RepairRound as round -> short $"{round.Policy}: {round.Finding}"
        | :? HoleCandidate as candidate ->
            let filled =
                match candidate.Texts with
                | null -> ""
                | texts -> texts |> Seq.map short |> String.concat ", "

            let score =
                candidate.Score.ToString("0.###", Globalization.CultureInfo.InvariantCulture)

            cut longest $"{lengthsOf candidate}, score {score}: {filled}"
        | :? IFormattable as number -> number.ToString(null, Globalization.CultureInfo.InvariantCulture)
        | :? Type as kind -> kind.Name
        | :? Delegate -> "a function"
        | value when FSharpType.IsFunction(value.GetType()) -> "a function"
        | :? IEnumerable as items ->
            match countOf value with
            | None -> "a sequence, computed as it is read"
            | Some count when depth = 0 -> $"{count} items"
            | Some count ->
                let shown =
                    items
                    |> Seq.cast<obj>
                    |> Seq.truncate 6
                    |> Seq.map (inLine 0)
                    |> String.concat ", "

                cut
                    longest
                    (if count > 6 then
                         $"[{shown}, …] ({count})"
                     else
                         $"[{shown}]")
        | value when FSharpType.IsTuple(value.GetType()) -> FSharpValue.GetTupleFields value |> Seq.map (inLine 0) |> String.concat ", "
        | value when FSharpType.IsUnion(value.GetType(), BindingFlags.Public) ->
            let case, fields = FSharpValue.GetUnionFields(value, value.GetType())

            case.Name :: [ for field in fields -> inLine (max 0 (depth - 1)) field ]
            |> String.concat " "
            |> cut longest
        | :? ChatMessage as message -> short $"{message.Role}: {message.Content}"
        | value when isOfTheKit (value.GetType()) && (nameIn value).IsSome -> short (nameIn value).Value
        | value when isOfTheKit (value.GetType()) ->
            if depth = 0 then
                nameOf (value.GetType())
            else
                partsOf value
                |> List.truncate 6
                |> List.map (fun (name, part) -> $"{name} {inLine 0 part}")
                |> String.concat ", "
                |> cut longest
        | value -> short (string value)

    /// The line at the top and the parts under it, each with its text.
    let private formOf (value: obj) : string * (string * string) list =
        let parts value =
            [ for name, part in partsOf value -> name, inLine 1 part ]

        match value with
        | :? Model as model -> Model.describe model, []
        | :? Trajectory as trajectory ->
            $"{Seq.length trajectory.Reveals} tokens in {trajectory.Steps.Count} steps, seed {trajectory.Seed}",
            [ "Text", cut 4000 (string trajectory.Text) ]
        | :? RepairRun as run ->
            string run,
            [
                "Before", cut 4000 (string run.Before.Text)

                for index, round in Seq.indexed run.Rounds do
                    $"Round {index}",
                    $"{round.Policy}, {round.Trajectory.Initial.Count} positions, "
                    + inLine 1 round.Masked
                    + $": {round.Finding}"

                "Answer", cut 4000 (string run.Answer.Text)
            ]
        | :? FilledHoles as filled ->
            $"{lengthsOf filled.Best} chosen of {filled.Candidates.Count} candidates",
            [
                "Text", cut 4000 (string filled.Best.Text)

                for candidate in filled.Candidates |> Seq.truncate mostItems do
                    lengthsOf candidate, lineOf 1 candidate

                if filled.Candidates.Count > mostItems then
                    "…", $"{filled.Candidates.Count - mostItems} more; Holes.table shows all"
            ]
        | :? IEnumerable as items ->
            match countOf value with
            | None -> "a sequence, computed as it is read", []
            | Some count ->
                let items =
                    items
                    |> Seq.cast<obj>
                    |> Seq.truncate mostItems
                    |> Seq.mapi (fun index item -> string index, inLine 1 item)
                    |> List.ofSeq

                $"{count} items",
                (if count > mostItems then
                     items @ [ "…", $"{count - mostItems} more" ]
                 else
                     items)
        | value when value.GetType().IsEnum -> string value, []
        | value when FSharpType.IsUnion(value.GetType(), BindingFlags.Public) ->
            let case, fields = FSharpValue.GetUnionFields(value, value.GetType())

            case.Name,
            [
                for field, part in Seq.zip (case.GetFields()) fields -> field.Name, inLine 1 part
            ]
        | value when FSharpType.IsFunction(value.GetType()) -> "a function", []
        | value -> nameOf (value.GetType()), parts value

    /// Parts in their form, as many as can be sent; the last of them says how many are left out.
    let private sendable (form: string * string -> string) (parts: (string * string) list) : string list =
        let rec shortened (name: string, part: string) =
            let made = form (name, part)

            if sentBytes made <= mostSent / 3 then
                made
            else
                shortened (name, cut (part.Length / 2) part)

        let made = parts |> List.map shortened

        let fitting =
            made
            |> List.scan (fun bytes part -> bytes + sentBytes part) 0
            |> List.tail
            |> List.takeWhile (fun bytes -> bytes <= mostSent)
            |> List.length

        if fitting = made.Length then
            made
        else
            List.take fitting made @ [ form ("…", $"{made.Length - fitting} more") ]

    /// A value as text that can be read: a line, and one for each part.
    let text (value: obj) : string =
        let head, parts = formOf value

        let line (name, part: string) =
            if part.Contains '\n' then
                $"{name}:\n{part}"
            else
                $"  {name}: {part}"

        cut longest head :: sendable line parts |> String.concat "\n"

    /// A value as HTML: a table of its parts under a line.
    let html (value: obj) : string =
        let head, parts = formOf value

        let row (name, part) =
            $"<tr><th style=\"text-align:left\">{Page.encode name}</th><td style=\"text-align:left;white-space:pre-wrap\">{Page.encode part}</td></tr>"

        let table =
            if parts.IsEmpty then
                ""
            else
                sendable row parts |> String.concat "" |> sprintf "<table>%s</table>"

        $"<div><strong>{Page.encode (cut longest head)}</strong>{table}</div>"

    let private isValue (kind: Type) =
        let isStatic = kind.IsAbstract && kind.IsSealed
        let isTags = kind.Name = "Tags" && kind.IsNested

        not isStatic
        && not isTags
        && not kind.IsGenericTypeDefinition
        && not kind.IsByRefLike
        && not (typeof<Exception>.IsAssignableFrom kind)
        && not (typeof<Attribute>.IsAssignableFrom kind)

    /// Every public type of the kit and of the core beneath it, and the sequences of them: what the forms are for.
    let types: Type list =
        [
            for assembly in
                [
                    typeof<SamplerOptions>.Assembly
                    typeof<Model>.Assembly
                    typeof<Stage>.Assembly
                ] do
                for kind in assembly.GetExportedTypes() do
                    if isOfTheKit kind && isValue kind then
                        typedefof<seq<_>>.MakeGenericType kind
                        kind
        ]
        |> List.distinct

    /// <summary>
    /// Has F# Interactive show the kit's values as text: give it the session's own function, once. Other values are shown as before.
    /// </summary>
    /// <example><code lang="fsharp">
    /// Forms.printers fsi.AddPrinter
    /// </code></example>
    let printers (add: (obj -> string) -> unit) : unit =
        let isShown (kind: Type) =
            types |> List.exists _.IsAssignableFrom(kind)

        add (fun value ->
            if isShown (value.GetType()) then
                text value
            else
                // F# Interactive goes on with its other printers
                Unchecked.defaultof<string>)
