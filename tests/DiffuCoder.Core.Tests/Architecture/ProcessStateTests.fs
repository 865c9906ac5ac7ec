/// Tests run beside each other in one process. One that changes a state of the process (threads, environment, culture,
/// folder, console, default generator) while another reads it makes that other fail now and then, on somebody else's machine.
module DiffuCoder.Core.Tests.Architecture.ProcessStateTests

open System.IO
open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit

let private changing =
    [
        @"\bset_num_(interop_)?threads\b"
        @"\bsetThreads\b"
        @"\bThreads\.under\b"
        @"\bThreads = (Some|Nullable|System\.Nullable)\b"
        @"\bEnvironment\.SetEnvironmentVariable\b"
        @"\bCurrentDirectory\s*<-|\bSetCurrentDirectory\b"
        @"\b(Current|DefaultThreadCurrent)(UI)?Culture\s*<-"
        @"\bConsole\.Set(Out|Error|In)\b|\bConsole\.(Input|Output)Encoding\s*<-"
        @"\bmanual_seed\b"
        @"\bset_default_(dtype|device)\b"
        @"\bThreadPool\.Set(Min|Max)Threads\b"
    ]
    |> String.concat "|"
    |> Regex

// what is set before the first test and not changed after, and this file, which names them all
let private exempt = [ "TorchFixture.fs"; Path.GetFileName __SOURCE_FILE__ ]

let private alone = "[<Xunit.Collection \"alone\">]"

/// The lines that are not in a module or type that runs alone, by their numbers.
let private besideOthers (lines: string array) =
    let declares (line: string) = Regex.IsMatch(line, "^(module|type) ")

    (false, Seq.indexed lines)
    ||> Seq.mapFold (fun isAlone (i, line) ->
        let isAlone =
            if declares line then
                i > 0 && lines[i - 1].StartsWith alone
            else
                isAlone

        (i + 1, line, isAlone), isAlone)
    |> fst
    |> Seq.filter (fun (_, _, isAlone) -> not isAlone)

let private offences (name: string) (text: string) =
    if List.contains name exempt then
        []
    else
        [
            for number, line, _ in besideOthers (text.Replace("\r", "").Split '\n') do
                if changing.IsMatch line then
                    $"{name}, line {number}: {line.Trim()}"
        ]

let private tests = Path.Combine(__SOURCE_DIRECTORY__, "..", "..")

[<Fact>]
let ``tests that change the process run alone`` () =
    let files =
        [
            for project in [ "DiffuCoder.Core.Tests"; "DiffuCoder.Kit.Tests" ] do
                yield!
                    Directory.GetFiles(Path.Combine(tests, project), "*.fs", SearchOption.AllDirectories)
                    |> Seq.filter (fun file -> not (Regex.IsMatch(file, @"[/\\](bin|obj)[/\\]")))
        ]

    files.Length |> should be (greaterThan 150)

    files
    |> List.collect (fun file -> offences (Path.GetFileName file) (File.ReadAllText file))
    |> should be Empty

[<Theory>]
[<InlineData "    Device.setThreads 2">]
[<InlineData "    { options with Threads = Some 2 }">]
[<InlineData "            Threads = Nullable 1">]
[<InlineData "    Environment.SetEnvironmentVariable(\"HOME\", folder)">]
[<InlineData "    Environment.CurrentDirectory <- folder">]
[<InlineData "    CultureInfo.CurrentCulture <- german">]
[<InlineData "    Console.SetOut printed">]
[<InlineData "    torch.manual_seed 3L |> ignore">]
let ``a new one is found`` (line: string) =
    let test = "module Some.Tests\n\n" + line + "\n"
    offences "SomeTests.fs" test |> should haveLength 1

    offences "SomeTests.fs" ("[<Xunit.Collection \"alone\">]\n" + test)
    |> should be Empty
