/// Damaged files, read one after the other: each loads or ends in the reader's own error.
module DiffuCoder.Fuzz.Fuzzing

open System
open System.Diagnostics
open System.IO
open DiffuCoder.Fuzz.Readers

/// How the reading of a damaged file ended.
type Outcome =
    | Loaded
    | Refused
    /// Neither loaded nor refused by the reader's own error: what was thrown instead, or how long it took.
    | Fault of string

type Tally =
    {
        Inputs: int
        Loaded: int
        Refused: int
        /// What happened, and the folder of the input that made it happen.
        Faults: (string * string) list
    }

    static member Empty =
        {
            Inputs = 0
            Loaded = 0
            Refused = 0
            Faults = []
        }

/// No file of these sizes takes a reader so long.
let private patience = TimeSpan.FromSeconds 10.0

let private read (reader: Reader) (folder: string) =
    let watch = Stopwatch.StartNew()

    let outcome =
        try
            reader.Read folder
            Loaded
        with error ->
            if
                reader.Typed |> List.contains (error.GetType())
                && not (String.IsNullOrWhiteSpace error.Message)
            then
                Refused
            else
                Fault $"{error.GetType().FullName}: {error.Message}"

    match outcome with
    | Loaded
    | Refused when watch.Elapsed > patience -> Fault $"took {watch.Elapsed.TotalSeconds:F1} s"
    | outcome -> outcome

/// Writes a good folder with one file damaged.
let private write (random: Random) (reader: Reader) (folder: string) =
    let seeds = reader.Seeds[random.Next reader.Seeds.Length]
    let spoiled = random.Next seeds.Length
    Directory.CreateDirectory folder |> ignore

    for i, (name, bytes) in List.indexed seeds do
        let content =
            if i = spoiled then
                Mutation.spoil random name bytes
            else
                bytes

        File.WriteAllBytes(Path.Combine(folder, name), content)

/// Where the damage of one input is drawn from, the same in every process: .NET's own hash of the two numbers would not be.
let randomOf (seed: int) (number: int) = Random(seed * 1_000_003 + number)

/// One damaged input, which a seed and a number name; a fault's stays in its folder.
let one (reader: Reader) (folder: string) (seed: int) (number: int) =
    write (randomOf seed number) reader folder
    read reader folder

/// Damages and reads until it is over. Faults of one message are kept once.
let run (reader: Reader) (output: string) (seed: int) (isOver: int -> bool) : Tally =
    let mutable tally = Tally.Empty

    while not (isOver tally.Inputs) do
        let folder = Path.Combine(output, reader.Name, $"{seed}-{tally.Inputs}")
        let outcome = one reader folder seed tally.Inputs

        tally <-
            match outcome with
            | Loaded -> { tally with Loaded = tally.Loaded + 1 }
            | Refused ->
                { tally with
                    Refused = tally.Refused + 1
                }
            | Fault what when tally.Faults |> List.exists (fun (known, _) -> known = what) -> tally
            | Fault what ->
                { tally with
                    Faults = (what, folder) :: tally.Faults
                }

        let isKept = tally.Faults |> List.exists (fun (_, kept) -> kept = folder)

        if not isKept then
            Directory.Delete(folder, true)

        tally <- { tally with Inputs = tally.Inputs + 1 }

    tally
