namespace DiffuCoder.Tiny.Corpus

open System.Text.RegularExpressions

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

module internal Draft =

    /// How large the arguments of a task's tests are; the last two are edge cases.
    let sizes = [ 8; 7; 9; 6; 8; 7; 1; 0 ]

    let rec private largest =
        function
        | Int n -> abs n
        | List items -> items |> List.fold (fun most item -> max most (largest item)) 0L
        | Dict entries -> entries |> List.fold (fun most (_, item) -> max most (largest item)) 0L
        | _ -> 0L

    /// Whether a task has enough tests, and its results differ, are not huge and are no constant.
    let worthKeeping (tests: (Value list * Value) list) =
        let results = tests |> List.map snd
        let ordinary = results |> List.truncate (sizes.Length - 2)

        tests.Length >= 5
        && (ordinary |> List.distinct |> List.length) >= 2
        && results |> List.forall (fun value -> largest value < 1_000_000_000L)

    /// Whether a line calls a function of Python's that the name would hide.
    let hides (name: string) (lines: string list) =
        lines
        |> List.exists (fun line -> Regex.IsMatch(line, @"(?<![\w.])" + name + @"\("))
