/// What NuGet and F# Interactive keep of a package. They never look again at a version that they have.
module PackageCache

open System
open System.IO

let private home = Environment.GetFolderPath Environment.SpecialFolder.UserProfile

/// Where NuGet unpacks packages.
let folder =
    match Environment.GetEnvironmentVariable "NUGET_PACKAGES" with
    | null
    | "" -> Path.Combine(home, ".nuget", "packages")
    | moved -> moved

/// Where a package of a version is unpacked.
let unpacked (name: string) (version: string) =
    Path.Combine(folder, name.ToLowerInvariant(), version)

/// Where F# Interactive keeps what a script's references came to.
let private resolutions = Path.Combine(home, ".packagemanagement", "nuget", "Cache")

/// Deletes what is kept of some packages, by name and version, so that they are read anew.
let forget (packages: (string * string) list) =
    for name, version in packages do
        if Directory.Exists(unpacked name version) then
            Directory.Delete(unpacked name version, true)

    if Directory.Exists resolutions then
        for file in Directory.GetFiles resolutions do
            let text = File.ReadAllText file

            if
                packages
                |> List.exists (fun (name, version) -> text.Contains(unpacked name version))
            then
                File.Delete file
