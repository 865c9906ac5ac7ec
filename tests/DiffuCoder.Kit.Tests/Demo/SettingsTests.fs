module DiffuCoder.Kit.Tests.Demo.SettingsTests

open Xunit
open FsUnit.Xunit
open Argu
open DiffuCoder
open DiffuCoder.Demo.Settings

let private parseLine (line: string) =
    parse (line.Split(' ', System.StringSplitOptions.RemoveEmptyEntries))

let private refusal line =
    Assert.Throws<ArguParseException>(fun () -> parseLine line |> ignore).Message

[<Fact>]
let ``nothing asked is the small instruct model on its own prompt`` () =
    let settings = parseLine ""
    settings.Source |> should equal (Tiny Stage.Instruct)
    settings.Prompt |> should equal (Prompt.instruct DefaultRequest)
    settings.Options |> should equal SamplerOptions.Tiny
    settings.Load.Device |> should equal Device.cpu
    settings.Save |> should equal (None: string option)

[<Fact>]
let ``words become the request, quoted or not`` () =
    (parse [| "Add two numbers." |]).Prompt
    |> should equal (Prompt.instruct "Add two numbers.")

    (parseLine "Add two numbers.").Request |> should equal "Add two numbers."

    (parseLine "--seed 4 Add two numbers.").Request
    |> should equal "Add two numbers."

[<Fact>]
let ``a real checkpoint gets the paper's canvas`` () =
    let settings = parseLine "--model some/where --device cuda"
    settings.Source |> should equal (Directory "some/where")
    settings.Load.Device |> should equal Device.cuda

    settings.Options
    |> should
        equal
        { SamplerOptions.Paper with
            Temperature = 0.3
        }

[<Fact>]
let ``base models go on with a text`` () =
    (parseLine "--stage base").Prompt
    |> should equal (Prompt.complete DefaultBeginning)

    (parseLine "--model x --complete def").Prompt
    |> should equal (Prompt.complete "def")

[<Fact>]
let ``steps follow the tokens unless they are given`` () =
    let numbers line =
        let o = (parseLine line).Options in o.MaxNewTokens, o.Steps

    numbers "--tokens 32" |> should equal (32, 32)
    numbers "--tokens 32 --steps 8" |> should equal (32, 8)
    numbers "--steps 8" |> should equal (96, 8)

[<Fact>]
let ``temperature, seed and file are taken over`` () =
    let settings = parseLine "-t 0.7 --seed 12 --save out.jsonl"
    (settings.Options.Temperature, settings.Options.Seed) |> should equal (0.7, 12L)
    settings.Save |> should equal (Some "out.jsonl")

[<Fact>]
let ``a file that cannot be saved is refused before anything is computed`` () =
    refusal "--save no/such/folder/out.jsonl"
    |> should haveSubstring "no/such/folder"

    let folder = System.IO.Path.GetTempPath()
    refusal $"--save {folder}" |> should haveSubstring "a folder"

    let free = System.IO.Path.Combine(folder, System.IO.Path.GetRandomFileName())
    (parseLine $"--save {free}").Save |> should equal (Some free)
    System.IO.File.Exists free |> should equal false

[<Fact>]
let ``the default request has tests of its own, another one those that are given`` () =
    (parseLine "").Tests |> should equal DefaultTests
    (parseLine "Add numbers.").Tests |> should be Empty

    (parse [| "--test"; "f(1) == 2"; "--test"; "f(2) == 3"; "Add one." |]).Tests
    |> should equal [ "f(1) == 2"; "f(2) == 3" ]

[<Fact>]
let ``the precision is the processor's own unless it is named`` () =
    (parseLine "").Load.Precision |> should equal DiffuCoder.Precision.Automatic

    (parseLine "--precision automatic").Load.Precision
    |> should equal DiffuCoder.Precision.Automatic

    (parseLine "--precision float32").Load.Precision
    |> should equal DiffuCoder.Precision.Float32

    (parseLine "--precision bfloat16").Load.Precision
    |> should equal DiffuCoder.Precision.BFloat16

    refusal "--precision int8" |> should haveSubstring "precision"

[<Fact>]
let ``an option that does not exist is no prompt`` () =
    refusal "--stepz 3" |> should haveSubstring "--stepz"
    refusal "-q 3" |> should haveSubstring "-q"
    (parse [| "Subtract 1 -x." |]).Request |> should equal "Subtract 1 -x."

[<Fact>]
let ``bad values and contradictions are refused`` () =
    refusal "--steps many" |> should haveSubstring "steps"
    refusal "--stage huge" |> should haveSubstring "stage"
    refusal "--model x --stage base" |> should haveSubstring "exclude"
    refusal "--threads 0" |> should haveSubstring "at least 1"

[<Fact>]
let ``a small model computes on one thread and a large one on all, unless told`` () =
    (parseLine "").Threads |> should equal (Some 1)
    (parseLine "--model x").Threads |> should equal (None: int option)
    (parseLine "--model x --threads 3").Threads |> should equal (Some 3)
    (parseLine "--threads 3").Threads |> should equal (Some 3)

[<Fact>]
let ``help is asked for by either word, and is no prompt`` () =
    for word in [ "-h"; "--help" ] do
        let asked =
            Assert.Throws<Argu.ArguParseException>(fun () -> parse [| word |] |> ignore)

        asked.ErrorCode |> should equal Argu.ErrorCode.HelpText
        asked.Message |> should haveSubstring "--steps"
