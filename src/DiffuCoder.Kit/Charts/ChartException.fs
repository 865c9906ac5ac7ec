namespace DiffuCoder

open System

/// <summary>
/// A chart cannot be drawn or written as asked: data are missing or contradict
/// each other, or a program is not there. The message says how to mend it.
/// </summary>
/// <example><code lang="fsharp">
/// try [] |> Chart.localArness |> Chart.show with :? ChartException as problem -> eprintfn $"{problem.Message}"
/// </code></example>
[<Sealed>]
type ChartException(message: string) =
    inherit Exception(message)

/// The checks that several charts share. Each names the chart.
module internal ChartCheck =

    let fail message = raise (ChartException message)

    /// A folder to write into.
    let folder (path: string) =
        let folder = IO.Path.GetDirectoryName(IO.Path.GetFullPath path)

        if not (IO.Directory.Exists folder) then
            fail $"{path}: there is no folder {folder}; make it first."

    /// Something to draw.
    let some chart what (items: 'a list) =
        if items.IsEmpty then
            fail $"{chart} has nothing to draw: give it at least one {what}."

    /// Names that tell apart, since the legend and the colours go by them.
    let distinct chart (names: string list) =
        match names |> List.countBy id |> List.tryFind (fun (_, count) -> count > 1) with
        | Some(name, count) -> fail $"{chart}: \"{name}\" is there {count} times; give each a name of its own."
        | None -> ()

        if List.exists String.IsNullOrWhiteSpace names then
            fail $"{chart}: a name is empty; the legend needs one."

    /// A number that can be drawn, or NaN where a gap is right.
    let numberOrGap chart name (value: float) =
        if Double.IsInfinity value then
            fail $"{chart}: \"{name}\" has the value {value}, which no axis shows; leave the point out, or make it nan for a gap."

    /// A number that can be drawn.
    let number chart name (value: float) =
        if not (Double.IsFinite value) then
            fail $"{chart}: \"{name}\" has the value {value}; leave it out."
