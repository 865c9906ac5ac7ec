module DiffuCoder.Packages.Tests.PublicSurfaceTests

open System
open System.IO
open System.Reflection
open Xunit
open FsUnit.Xunit

/// Set, the lists are written anew in place of being compared: `dotnet fsi build.fsx -t Surface`.
[<Literal>]
let private Renew = "DIFFUCODER_RENEW_SURFACE"

let packages = TheoryData<string>(DiffuCoder.Notebooks.Packages.libraries)

[<Theory; MemberData(nameof packages)>]
let ``what a package offers is what its list says`` (package: string) =
    let file = Repository.path [ "src"; package; "PublicApi.txt" ]
    let found = PublicSurface.lines (Assembly.Load package)
    found |> List.length |> should be (greaterThan 5)

    if String.IsNullOrEmpty(Environment.GetEnvironmentVariable Renew) then
        let listed = File.ReadAllLines file |> List.ofArray

        let remedy =
            "If it is meant, renew the lists with 'dotnet fsi build.fsx -t Surface' and say so in CHANGELOG.md."

        let differences =
            [
                for line in List.except listed found -> $"+ {line}"
                for line in List.except found listed -> $"- {line}"
            ]

        if not differences.IsEmpty then
            Assert.Fail(String.concat "\n" ($"The public surface of {package} has changed. {remedy}" :: differences))
    else
        File.WriteAllLines(file, found)

type Probe<'a>(size: int) =
    member _.Size = size
    member val Name = "" with get, set
    static member Of(items: 'a list, ?depth: int) = items, depth
    member internal _.Hidden = 0

[<Fact>]
let ``the list has types with their members, and nothing internal`` () =
    let own =
        PublicSurface.lines (Assembly.GetExecutingAssembly())
        |> List.filter (fun line -> line.Contains "+Probe`1")

    let has (text: string) =
        own |> List.exists (fun line -> line.EndsWith(text, StringComparison.Ordinal))

    has ":: new(System.Int32 size)" |> should equal true
    has ":: System.Int32 Size { get }" |> should equal true
    has ":: System.String Name { get; set }" |> should equal true

    own
    |> List.exists (fun line -> line.Contains ":: static " && line.Contains " Of(")
    |> should equal true

    own |> List.exists (fun line -> line.Contains "Hidden") |> should equal false
