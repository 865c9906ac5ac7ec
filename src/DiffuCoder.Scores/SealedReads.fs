/// The record of what sealed tasks were read for.
module DiffuCoder.Scores.SealedReads

open System
open System.IO
open System.Text.Encodings.Web
open System.Text.Json

/// One reading.
type Reading =
    {
        Date: DateTimeOffset
        Purpose: string
        Models: string list
        Benchmarks: string list
    }

/// Where readings are recorded, from the folder of the project.
let file = Path.Combine("docs", "sealed-reads.jsonl")

let private options =
    JsonSerializerOptions(Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)

/// Records a reading, at the end of the file.
let append (path: string) (reading: Reading) =
    match Path.GetDirectoryName(Path.GetFullPath path) with
    | null -> ()
    | folder -> Directory.CreateDirectory folder |> ignore

    File.AppendAllText(path, JsonSerializer.Serialize(reading, options) + "\n")

/// All readings, oldest first; none without the file. A line that is no reading is an `InvalidDataException`.
let all (path: string) : Reading list =
    if not (File.Exists path) then
        []
    else
        [
            for index, line in Seq.indexed (File.ReadLines path) ->
                try
                    match JsonSerializer.Deserialize<Reading>(line, options) with
                    | null -> raise (JsonException "null")
                    | reading -> reading
                with :? JsonException as problem ->
                    raise (InvalidDataException($"{path}, line {index + 1} is no record of a reading: {problem.Message}", problem))
        ]

/// Records a reading unless it is the last one over again: what was interrupted and goes on was read once.
let note (path: string) (reading: Reading) =
    match List.tryLast (all path) with
    | Some last when { last with Date = reading.Date } = reading -> ()
    | _ -> append path reading

/// What is told of the readings.
let describe (readings: Reading list) =
    let times =
        match readings.Length with
        | 0 -> "never"
        | 1 -> "once"
        | count -> $"{count} times"

    $"The sealed tasks were read {times}."
    :: [
        for reading in readings ->
            let benchmarks, models =
                String.concat ", " reading.Benchmarks, String.concat ", " reading.Models

            FormattableString.Invariant $"{reading.Date:``yyyy-MM-dd HH:mm``}  {benchmarks}; {models}: {reading.Purpose}"
    ]
