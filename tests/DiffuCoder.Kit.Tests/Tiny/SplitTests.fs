module DiffuCoder.Kit.Tests.Tiny.SplitTests

open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open FsCheck.Xunit
open DiffuCoder.Tiny.Corpus

/// Train tasks of the seeds that the three stages use.
let private train =
    lazy Array.Parallel.init 12000 (fun index -> Corpus.draft OneStyle (uint64 (index % 3 + 1)) Train (index / 3))

let private heldOut split = Corpus.heldOut split

let private normal (text: string) =
    Regex.Replace(text.ToLowerInvariant(), @"[^\w""<>=+*/%-]+", " ").Trim()

let private body (task: CodeTask) =
    task.Solution.Substring task.Prompt.Length

/// The words of a request, without the function's name, quoted constants and numbers.
let private vocabulary (instruction: string) =
    let plain = Regex.Replace(instruction, "`[^`]*`|\"[^\"]*\"", " ")

    Regex.Matches(plain.ToLowerInvariant(), "[a-z]+")
    |> Seq.map _.Value
    |> Set.ofSeq

[<Fact>]
let ``a held-out split is a fixed list without repetitions`` () =
    for split in [ HeldOutParameters; HeldOutCombinations ] do
        let tasks = heldOut split
        tasks.Length |> should equal Corpus.HeldOutSize

        tasks
        |> List.distinctBy _.Instruction
        |> List.length
        |> should equal tasks.Length

        tasks |> List.distinctBy _.Id |> List.length |> should equal tasks.Length
        heldOut split |> should equal tasks

[<Fact>]
let ``no held-out request is one of the training requests`` () =
    let seen =
        train.Value |> Seq.map (fun draft -> normal draft.Instruction) |> Set.ofSeq

    for split in [ HeldOutParameters; HeldOutCombinations ] do
        heldOut split
        |> List.filter (fun task -> seen.Contains(normal task.Instruction))
        |> should be Empty

[<Fact>]
let ``no training function has the code of a held-out combination, nor the name of a held-out phrasing`` () =
    let bodies = train.Value |> Seq.map _.Body |> Set.ofSeq
    let names = train.Value |> Seq.map _.EntryPoint |> Set.ofSeq

    heldOut HeldOutCombinations
    |> List.filter (fun task -> bodies.Contains(body task))
    |> should be Empty

    heldOut HeldOutParameters
    |> List.filter (fun task -> names.Contains task.EntryPoint)
    |> should be Empty

[<Fact>]
let ``training shows every single operation of the held-out combinations`` () =
    let operations choices =
        choices
        |> Seq.collect (function
            | Pair(first, second) -> [ first; second ]
            | _ -> [])
        |> Set.ofSeq

    let seen = train.Value |> Seq.collect _.Choices |> operations

    let used =
        Seq.init Corpus.HeldOutSize (Corpus.draft OneStyle 5UL HeldOutCombinations)
        |> Seq.collect _.Choices
        |> operations

    Set.difference used seen |> should be Empty

[<Fact>]
let ``held-out requests say in new ways what training taught the words for`` () =
    let seen =
        train.Value
        |> Seq.map (fun draft -> vocabulary draft.Instruction)
        |> Set.unionMany

    for split in [ HeldOutParameters; HeldOutCombinations ] do
        heldOut split
        |> List.map (fun task -> vocabulary task.Instruction)
        |> Set.unionMany
        |> fun words -> Set.difference words seen |> should be Empty

[<Fact>]
let ``training shows neither a reserved constant, wording or name nor a reserved pair`` () =
    for draft in train.Value do
        for choice in draft.Choices do
            match choice with
            | Constant(operation, value) -> SplitRule.reservedConstant operation value |> should equal false
            | Wording reserved -> reserved |> should equal false
            | FunctionName name -> SplitRule.reservedName name |> should equal false
            | Pair(first, second) -> SplitRule.reservedPair first second |> should equal false

[<Property>]
let ``any choices belong to one split at most, and those of one split with those of another to none of the first``
    (a: string, b: string, k: int)
    =
    let choices =
        [
            Constant(string a, string k)
            Pair(string a, string b)
            FunctionName(string b)
            Wording(k % 2 = 0)
        ]

    let expected =
        match
            SplitRule.reservedPair (string a) (string b),
            (SplitRule.reservedConstant (string a) (string k) || k % 2 = 0),
            SplitRule.reservedName (string b)
        with
        | false, false, false -> Some Train
        | false, true, true -> Some HeldOutParameters
        | true, false, false -> Some HeldOutCombinations
        | _ -> None

    SplitRule.classify choices = expected

[<Fact>]
let ``the rules reserve about the shares they say`` () =
    let share rule =
        Seq.init 5000 rule |> Seq.filter id |> Seq.length |> fun n -> float n / 5000.0

    share (fun i -> SplitRule.reservedPair $"a{i}" $"b{i % 7}")
    |> should (equalWithin 0.02) 0.12

    share (fun i -> SplitRule.reservedConstant $"op{i % 40}" (string i))
    |> should (equalWithin 0.02) 0.17

    share (fun i -> SplitRule.reservedName $"name_{i}")
    |> should (equalWithin 0.02) 0.10

[<Fact>]
let ``no held-out word problem is one of the training ones`` () =
    let seen =
        Seq.init 20000 (fun index -> (Corpus.wordProblem 1UL Train index).Question)
        |> Set.ofSeq

    for split in [ HeldOutParameters; HeldOutCombinations ] do
        Corpus.heldOutWordProblems split
        |> List.filter (fun problem -> seen.Contains problem.Question)
        |> should be Empty
