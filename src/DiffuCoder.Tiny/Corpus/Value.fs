namespace DiffuCoder.Tiny.Corpus

open System

/// A Python value.
[<CustomEquality; CustomComparison>]
type internal Value =
    | Int of int64
    | Bool of bool
    | Str of string
    | List of Value list
    | Dict of (Value * Value) list
    | Nothing

    /// Orders as Python's sorted does: numbers by size, strings by code point, lists item by item.
    static member Order (a: Value) (b: Value) : int =
        match a, b with
        | Int x, Int y -> compare x y
        | Bool x, Bool y -> compare x y
        | Str x, Str y -> String.CompareOrdinal(x, y)
        | List(x :: xs), List(y :: ys) ->
            match Value.Order x y with
            | 0 -> Value.Order (List xs) (List ys)
            | order -> order
        | List xs, List ys -> compare xs.Length ys.Length
        | Dict xs, Dict ys ->
            // dictionaries with the same entries are equal in Python, whatever their order
            let xs, ys = List.sortBy fst xs, List.sortBy fst ys

            Value.Order (List(xs |> List.collect (fun (k, v) -> [ k; v ]))) (List(ys |> List.collect (fun (k, v) -> [ k; v ])))
        | Nothing, Nothing -> 0
        | _ -> compare (Value.Rank a) (Value.Rank b)

    static member private Rank value =
        match value with
        | Nothing -> 0
        | Bool _ -> 1
        | Int _ -> 2
        | Str _ -> 3
        | List _ -> 4
        | Dict _ -> 5

    override this.Equals other =
        match other with
        | :? Value as value -> Value.Order this value = 0
        | _ -> false

    override this.GetHashCode() =
        match this with
        | Int n -> hash n
        | Str s -> hash s
        | Bool b -> hash b
        | _ -> Value.Rank this

    interface IComparable with
        member this.CompareTo other =
            match other with
            | :? Value as value -> Value.Order this value
            | _ -> 1

module internal Value =

    /// The value as a Python literal, strings in double quotes.
    let rec literal value =
        match value with
        | Int n -> string n
        | Bool true -> "True"
        | Bool false -> "False"
        | Str s -> "\"" + s.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\""
        | List items -> "[" + String.Join(", ", items |> List.map literal) + "]"
        | Dict entries ->
            "{"
            + String.Join(", ", entries |> List.map (fun (k, v) -> $"{literal k}: {literal v}"))
            + "}"
        | Nothing -> "None"

    let ints (numbers: int seq) =
        List [ for n in numbers -> Int(int64 n) ]

    let strs (texts: string seq) = List [ for text in texts -> Str text ]

    let toInt =
        function
        | Int n -> n
        | other -> invalidArg "value" $"{literal other} is not an integer"

    let toText =
        function
        | Str s -> s
        | other -> invalidArg "value" $"{literal other} is not a string"

    let toList =
        function
        | List items -> items
        | other -> invalidArg "value" $"{literal other} is not a list"

    let toEntries =
        function
        | Dict entries -> entries
        | other -> invalidArg "value" $"{literal other} is not a dictionary"
