module DiffuCoder.Kit.Tests.Tiny.CorpusTests

open System
open System.Security.Cryptography
open System.Text
open Xunit
open FsUnit.Xunit
open DiffuCoder.Tiny.Corpus

let private fingerprint (parts: string seq) =
    parts
    |> String.concat "\000"
    |> Encoding.UTF8.GetBytes
    |> SHA256.HashData
    |> Convert.ToHexStringLower

let private wordsOf (text: string) =
    text.Split([| ' '; '\n' |], StringSplitOptions.RemoveEmptyEntries).Length

// the checkpoints were trained on exactly this text: a change here means that they must be trained again
[<Fact>]
let ``the first thousand training tasks are these, on every machine`` () =
    Array.Parallel.init 1000 (Corpus.codeTask 1UL Train)
    |> Seq.collect (fun task ->
        [ task.Id; task.Family; task.Instruction; task.Solution ]
        @ (task.Tests |> List.collect (fun test -> [ test.Call; test.Expected ])))
    |> fingerprint
    |> should equal "932b3db2f0b49dc90b485e2708a5200c489e7cd3a2963075a381fb20eaba6763"

[<Fact>]
let ``the first thousand word problems are these, on every machine`` () =
    Corpus.wordProblems 1UL Train
    |> Seq.take 1000
    |> Seq.collect (fun problem ->
        [
            problem.Id
            problem.Family
            problem.Question
            problem.WorkedAnswer
            problem.Answer
        ])
    |> fingerprint
    |> should equal "e65b6a23080d931e45d895c5bc3f763eb8ddf17b7d21453e81b5ddfdb4d09fe6"

let private taskText (task: CodeTask) =
    [ task.Id; task.Family; task.Instruction; task.Solution ]
    @ (task.Tests |> List.collect (fun test -> [ test.Call; test.Expected ]))

let private problemText (problem: WordProblem) =
    [
        problem.Id
        problem.Family
        problem.Question
        problem.WorkedAnswer
        problem.Answer
    ]

let private heldOutSplits = [ HeldOutParameters; HeldOutCombinations ]

let private manyStyles () =
    [
        "training tasks",
        Array.Parallel.init 1000 (Corpus.codeTaskIn ManyStyles 1UL Train)
        |> Seq.collect taskText
        "word problems",
        Array.Parallel.init 1000 (Corpus.wordProblemIn ManyStyles 1UL Train)
        |> Seq.collect problemText
        "reinforcement",
        Corpus.reinforcementTasksIn ManyStyles
        |> Seq.truncate 300
        |> Seq.collect taskText
        "development",
        heldOutSplits
        |> Seq.collect (Corpus.heldOutIn ManyStyles)
        |> Seq.collect taskText
        "development problems",
        heldOutSplits
        |> Seq.collect (Corpus.heldOutWordProblemsIn ManyStyles)
        |> Seq.collect problemText
        "sealed", heldOutSplits |> Seq.collect Corpus.sealedTasks |> Seq.collect taskText
        "sealed problems",
        heldOutSplits
        |> Seq.collect Corpus.sealedWordProblems
        |> Seq.collect problemText
    ]

// what was trained on, chosen by and measured on stays what it was
[<Fact>]
let ``the second family's tasks are these, those that are sealed as well`` () =
    [ for name, text in manyStyles () -> $"{name}: {(fingerprint text)[..15]}" ]
    |> should
        equal
        [
            "training tasks: efa1222054ad3068"
            "word problems: 6f6a1eb7a5db64a5"
            "reinforcement: de29b89a1d10eb2d"
            "development: 75ebb7d40e91d910"
            "development problems: d3cb4cbd5387ad1d"
            "sealed: 482b42b80729b74b"
            "sealed problems: 54bee2292ad3cfb3"
        ]

[<Theory>]
[<InlineData(0)>]
[<InlineData(1)>]
[<InlineData(2)>]
let ``a task can be made without those before it`` (index: int) =
    for split in [ Train; HeldOutParameters; HeldOutCombinations ] do
        Corpus.codeTasks 7UL split
        |> Seq.item index
        |> should equal (Corpus.codeTask 7UL split index)

[<Fact>]
let ``another seed makes other tasks`` () =
    let instructions seed =
        Corpus.codeTasks seed Train |> Seq.take 50 |> Seq.map _.Instruction |> Set.ofSeq

    Set.intersect (instructions 1UL) (instructions 2UL) |> should be Empty

[<Fact>]
let ``a task is a request that names the function, and a solution that begins with its prompt`` () =
    for index in 0..999 do
        let task = Corpus.codeTask 3UL Train index
        task.Instruction |> should haveSubstring $"`{task.EntryPoint}`"
        task.Prompt |> should startWith $"def {task.EntryPoint}("
        task.Prompt |> should endWith "\"\"\"\n"
        task.Solution |> should startWith task.Prompt
        task.Solution.Length |> should be (greaterThan task.Prompt.Length)
        task.Solution |> should endWith "\n"
        // marks and holes of phrases that were not filled
        task.Instruction |> should not' (haveSubstring "^")

        [ "{s}"; "{x}"; "{p}"; "{f}"; "{b}"; "{n}"; "{self}"; "{who}" ]
        |> List.filter (fun hole -> (task.Instruction + task.Solution).Contains hole)
        |> should be Empty

[<Fact>]
let ``tasks are short enough for a small model`` () =
    let tasks = Array.Parallel.init 2000 (Corpus.codeTask 3UL Train)

    let lines (task: CodeTask) =
        task.Solution.TrimEnd().Split('\n').Length

    tasks
    |> Array.averageBy (fun task -> float (wordsOf task.Instruction))
    |> should be (lessThan 30.0)

    tasks
    |> Array.forall (fun task -> wordsOf task.Instruction <= 60)
    |> should equal true

    tasks |> Array.forall (fun task -> lines task <= 12) |> should equal true

    tasks
    |> Array.forall (fun task -> task.Solution.Length <= 500)
    |> should equal true

[<Fact>]
let ``tests expect different results, so that no constant passes`` () =
    for index in 0..999 do
        let task = Corpus.codeTask 5UL Train index
        task.Tests.Length |> should be (greaterThanOrEqualTo 5)

        task.Tests
        |> List.distinctBy _.Call
        |> List.length
        |> should equal task.Tests.Length

        task.Tests
        |> List.distinctBy _.Expected
        |> List.length
        |> should be (greaterThanOrEqualTo 2)

[<Fact>]
let ``each kind of task has its share`` () =
    let count = 4000

    let shares =
        Array.Parallel.init count (fun index -> (Corpus.codeTask 11UL Train index).Family)
        |> Array.countBy id
        |> Map.ofArray

    for family in
        [
            "arithmetic"
            "branches"
            "loops"
            "recursion"
            "dictionaries"
            "parsing"
            "strings"
        ] do
        float shares[family] / float count |> should be (greaterThan 0.035)

    for family in
        [
            "numbers"
            "words"
            "text"
            "scores"
            "number"
            "two lists"
            "common"
            "difference"
            "characters"
            "number text"
            "word text"
            "digits"
            "range"
            "rows"
            "row sums"
        ] do
        float shares[family] / float count |> should be (greaterThan 0.003)
