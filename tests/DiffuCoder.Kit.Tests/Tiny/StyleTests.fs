module DiffuCoder.Kit.Tests.Tiny.StyleTests

open System.Text.RegularExpressions
open Xunit
open FsUnit.Xunit
open DiffuCoder.Tiny.Corpus

let private many =
    lazy Array.Parallel.init 4000 (Corpus.codeTaskIn ManyStyles 3UL Train)

let private body (task: CodeTask) =
    task.Solution.Substring task.Prompt.Length

[<Fact>]
let ``what is asked for and how it is tested does not depend on how it is written`` () =
    for index in 0..499 do
        let plain = Corpus.codeTask 3UL Train index
        let styled = many.Value[index]

        (styled.Id, styled.Instruction, styled.EntryPoint, styled.Tests)
        |> should equal (plain.Id, plain.Instruction, plain.EntryPoint, plain.Tests)

[<Fact>]
let ``a task in many styles is the same each time, whatever was made before`` () =
    for index in [ 0; 17; 401 ] do
        Corpus.codeTaskIn ManyStyles 3UL Train index |> should equal many.Value[index]

[<Fact>]
let ``every form of a program has its share`` () =
    let share (pattern: string) =
        let written =
            many.Value |> Array.filter (fun task -> Regex.IsMatch(body task, pattern))

        float written.Length / float many.Value.Length

    // a comprehension, a loop that appends, map or filter, a function within or below, an early return, a comment
    for pattern, least in
        [
            @"= \[.* for ", 0.1
            @"\.append\(", 0.03
            "lambda ", 0.02
            @"(?m)^    def ", 0.02
            @"(?m)^def ", 0.02
            @"(?m)^    if not \w+:\n        return", 0.02
            @"(?m)^    # ", 0.03
            @" \+= ", 0.015
        ] do
        share pattern |> should be (greaterThan least)

[<Fact>]
let ``a program may be written in ways that one style never shows`` () =
    let differing =
        Array.init 500 (fun index -> body (Corpus.codeTask 3UL Train index) <> body many.Value[index])
        |> Array.filter id

    differing.Length |> should be (greaterThan 250)

[<Fact>]
let ``docstrings are said in many ways and leave no hole open`` () =
    let docstrings =
        many.Value |> Array.map (fun task -> task.Prompt.Split("\"\"\"")[1])

    docstrings |> Array.forall (fun said -> said.EndsWith '.') |> should equal true

    docstrings
    |> Array.filter (fun said -> Regex.IsMatch(said, @"\{[a-z]+\}|\^"))
    |> should be Empty

    docstrings
    |> Array.filter (fun said -> said.StartsWith "Return")
    |> Array.length
    |> should be (lessThan (docstrings.Length / 2))

[<Fact>]
let ``one answer in four has no docstring`` () =
    let without =
        many.Value
        |> Array.filter (fun task -> not ((snd (Documents.chatIn ManyStyles task)).Contains "\"\"\""))

    float without.Length / float many.Value.Length |> should (equalWithin 0.03) 0.25

    for task in Array.truncate 50 without do
        snd (Documents.chatIn ManyStyles task)
        |> should endWith $"{task.Prompt.Split('\n')[0]}\n{body task}```\n"

[<Fact>]
let ``programs in many styles are short enough for a small model`` () =
    let lines (task: CodeTask) =
        task.Solution.TrimEnd().Split('\n').Length

    many.Value
    |> Array.forall (fun task -> lines task <= 18 && task.Solution.Length <= 600)
    |> should equal true

[<Fact>]
let ``word problems with small numbers stay below a hundred`` () =
    for index in 0..999 do
        let problem = Corpus.wordProblemIn ManyStyles 3UL Train index

        Regex.Matches(problem.Question + problem.WorkedAnswer, @"\d+")
        |> Seq.forall (fun number -> int number.Value <= 100)
        |> should equal true

[<Fact>]
let ``sealed tasks are none of those that are known`` () =
    let known =
        [ HeldOutParameters; HeldOutCombinations ]
        |> List.collect Corpus.heldOut
        |> List.map _.Instruction
        |> Set.ofList

    let trained = many.Value |> Seq.map _.Instruction |> Set.ofSeq

    for split in [ HeldOutParameters; HeldOutCombinations ] do
        let tasks = Corpus.sealedTasks split
        tasks |> should haveLength Corpus.SealedSize
        tasks |> List.distinctBy _.Instruction |> should haveLength Corpus.SealedSize

        tasks
        |> List.filter (fun task -> known.Contains task.Instruction || trained.Contains task.Instruction)
        |> should be Empty

[<Fact>]
let ``sealed word problems are none of those that are known`` () =
    let known =
        [ HeldOutParameters; HeldOutCombinations ]
        |> List.collect Corpus.heldOutWordProblems
        |> List.map _.Question
        |> Set.ofList

    for split in [ HeldOutParameters; HeldOutCombinations ] do
        let problems = Corpus.sealedWordProblems split

        problems
        |> List.distinctBy _.Question
        |> should haveLength (Corpus.SealedSize / 2)

        problems
        |> List.filter (fun problem -> known.Contains problem.Question)
        |> should be Empty
