/// What the F# compiler says of a script.
module DiffuCoder.Kit.Tests.Documentation.Typecheck

open System
open System.IO
open DiffuCoder.Notebooks

let private beside (name: string) =
    Path.Combine(AppContext.BaseDirectory, name)

/// References to the kit and what a user of it has with it, as the first lines of a script.
let references =
    [
        for name in
            [
                "TorchSharp"
                "Plotly.NET"
                "DiffuCoder.Core"
                "DiffuCoder.Tiny"
                "DiffuCoder.Kit"
            ] -> $"#r @\"{beside name}.dll\""
    ]

/// The first error; `None` where there is none. The compiler looks no further than that. Warnings of the numbers given are errors.
let firstError (strict: int list) (lines: string list) =
    let folder = Directory.CreateTempSubdirectory("diffucoder-examples-").FullName

    try
        let file = Path.Combine(folder, "examples.fsx")
        File.WriteAllLines(file, lines)

        let options = [ for number in strict -> $"--warnaserror:{number}" ]

        use compiler =
            Tool.start folder [] ([ "fsi"; "--typecheck-only"; "--nologo" ] @ options @ [ file ])

        let ending = Tool.wait (TimeSpan.FromMinutes 3.) compiler

        match ending.ExitCode with
        | None -> failwith "The compiler did not end within three minutes."
        | Some 0 -> None
        | Some _ -> Some((ending.Output + ending.Errors).Trim().Replace(folder + string Path.DirectorySeparatorChar, ""))
    finally
        Directory.Delete(folder, recursive = true)
