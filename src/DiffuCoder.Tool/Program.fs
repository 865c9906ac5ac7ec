module DiffuCoder.Tool.Program

open System

[<EntryPoint>]
let main arguments =
    Commands.run Commands.all Console.Out Console.Error arguments
