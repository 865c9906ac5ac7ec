/// The repository that these tests were built in.
module DiffuCoder.Packages.Tests.Repository

open System.IO

let path (parts: string list) =
    Path.Combine(Array.ofList (DiffuCoder.Notebooks.Tool.root.Value :: parts))
