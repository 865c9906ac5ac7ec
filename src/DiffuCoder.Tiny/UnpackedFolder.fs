/// A folder of files that an assembly carries, unpacked where programs can map them.
module internal DiffuCoder.Tiny.UnpackedFolder

open System
open System.IO
open System.Security.Cryptography
open DiffuCoder.Checkpoints

/// The files by name. Their content names the folder, so that two versions never meet.
type Files = Map<string, byte[]>

/// The first half of SHA-256 over names, lengths and contents.
let hash (files: Files) =
    use hash = IncrementalHash.CreateHash HashAlgorithmName.SHA256

    for KeyValue(name, bytes) in files do
        hash.AppendData(Text.Encoding.UTF8.GetBytes $"{name}\n{bytes.Length}\n")
        hash.AppendData bytes

    Convert.ToHexStringLower(hash.GetHashAndReset()[..15])

let private holds (files: Files) (folder: string) =
    let isSame (name, bytes: byte[]) =
        let path = Path.Combine(folder, name)

        File.Exists path
        && FileInfo(path).Length = bytes.LongLength
        && File.ReadAllBytes(path).AsSpan().SequenceEqual bytes

    try
        files |> Map.toSeq |> Seq.forall isSame
    with
    | :? IOException
    | :? UnauthorizedAccessException -> false

let private write (files: Files) (folder: string) =
    Directory.CreateDirectory folder |> ignore

    for KeyValue(name, bytes) in files do
        File.WriteAllBytes(Path.Combine(folder, name), bytes)

/// Puts a finished folder under its name. When another process was faster its folder stays, and it is as good.
let rec private publish (files: Files) (finished: string) (target: string) (attempts: int) =
    try
        if Directory.Exists target then
            // out of the way first: a process that has mapped the damaged files keeps them
            let damaged = $"{finished}.damaged"
            Directory.Move(target, damaged)
            Directory.Delete(damaged, recursive = true)

        Directory.Move(finished, target)
    with :? IOException ->
        if not (holds files target) then
            if attempts > 1 then
                publish files finished target (attempts - 1)
            else
                reraise ()

let private unpackInto (root: string) (name: string) (files: Files) =
    let target = Path.Combine(root, name)

    if not (holds files target) then
        let temporary = Path.Combine(root, $".{name}.{Path.GetRandomFileName()}")

        try
            write files temporary
            publish files temporary target 3
        finally
            if Directory.Exists temporary then
                Directory.Delete(temporary, recursive = true)

    target

/// Unpacks files into the first of some roots that can be written to, or finds them there. Complete or not there: a crash
/// leaves no half folder under the name, several processes can do it at once, and files that were damaged since are replaced.
let unpack (roots: Lazy<string> list) (stem: string) (files: Files) =
    let name = $"{stem}-{hash files}"

    let rec tryEach (problems: exn list) =
        function
        | [] ->
            let reasons = problems |> List.rev |> List.map _.Message |> String.concat " "

            raise (
                CheckpointException(
                    name,
                    null,
                    $"the small checkpoint cannot be unpacked: {reasons} Set XDG_CACHE_HOME to a folder that can be written to.",
                    List.head problems
                )
            )
        | (root: Lazy<string>) :: others ->
            try
                unpackInto root.Value name files
            with
            | :? IOException
            | :? UnauthorizedAccessException as problem -> tryEach (problem :: problems) others

    tryEach [] roots
