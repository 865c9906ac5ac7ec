module DiffuCoder.Core.Tests.Runtime.WaitPolicyTests

open System
open System.Runtime.InteropServices
open Xunit
open FsUnit.Xunit
open DiffuCoder.Runtime

let private choose (variables: (string * string) list) isLoaded =
    let policy =
        WaitPolicy.Choose((fun name -> variables |> Map.ofList |> Map.tryFind name |> Option.toObj), isLoaded)

    [ for struct (name, value) in policy.Settings -> name, value ], policy.Description

[<Fact>]
let ``threads wait kindly where nobody says otherwise`` () =
    let settings, words = choose [] false
    settings |> should equal [ "GOMP_SPINCOUNT", "1000" ]
    words |> should haveSubstring "the kit's choice"

[<Theory>]
[<InlineData("GOMP_SPINCOUNT", "5")>]
[<InlineData("OMP_WAIT_POLICY", "passive")>]
let ``the user's own setting wins, and is handed on where only .NET knows of it`` (name: string) (value: string) =
    let settings, words = choose [ name, value ] false
    settings |> should equal [ name, value ]
    words |> should haveSubstring $"{name}={value}"

[<Fact>]
let ``what comes too late is said`` () =
    let settings, words = choose [] true
    settings |> should be Empty
    words |> should haveSubstring "loaded before the kit"

[<DllImport("libc", CharSet = CharSet.Ansi)>]
extern nativeint private getenv(string name)

[<Fact>]
let ``the native library was told before it was loaded, and the description says what`` () =
    if OperatingSystem.IsLinux() then
        let words = Device.Describe()
        words |> should haveSubstring "threads wait: "

        if not (words.Contains "as libgomp does by itself") then
            let told =
                [ "GOMP_SPINCOUNT"; "OMP_WAIT_POLICY" ]
                |> List.choose (fun name -> getenv name |> Marshal.PtrToStringAnsi |> Option.ofObj)

            told |> should not' (be Empty)
