/// The repository that these tests were built in.
module DiffuCoder.Packages.Tests.Repository

open System.IO

/// Its packages.
let packages = DiffuCoder.Notebooks.Packages.names

let path (parts: string list) =
    Path.Combine(Array.ofList (DiffuCoder.Notebooks.Tool.root.Value :: parts))
