/// Whether a file can be written, asked before the work whose result it is to hold.
module DiffuCoder.Demo.WritableFile

open System
open System.IO

/// Why a file cannot be written, and how to mend it. The folder is tried with a file of another name: what is there stays as it is.
let problem (file: string) : string option =
    let path = Path.GetFullPath file
    let folder = Path.GetDirectoryName path |> Option.ofObj |> Option.defaultValue path

    if Directory.Exists path then
        Some "this is a folder; name a file in it."
    elif not (Directory.Exists folder) then
        Some $"there is no folder {folder}; make it first."
    else
        try
            let probe = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp")
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose()
            None
        with
        | :? IOException
        | :? UnauthorizedAccessException as refusal -> Some $"the folder takes no file: {refusal.Message}"
