namespace DiffuCoder.Tiny.Corpus

open DiffuCoder.Runtime
open DiffuCoder.Tiny.Corpus.Pipelines
open DiffuCoder.Tiny.Corpus.Recipes
open DiffuCoder.Tiny.Corpus.WordProblems

/// The generated corpus.
module Corpus =

    /// How many tasks a held-out split has.
    [<Literal>]
    let HeldOutSize = 400

    /// The seed of the held-out splits, fixed so that scores can be compared.
    let private heldOutSeed = 0xD1FF0C0DEUL

    let private stream =
        function
        | Train -> 1L
        | HeldOutParameters -> 2L
        | HeldOutCombinations -> 3L

    let private prefix =
        function
        | Train -> "train"
        | HeldOutParameters -> "parameters"
        | HeldOutCombinations -> "combinations"

    let private finish (id: string) (draft: Draft) : CodeTask =
        let arguments = String.concat ", " draft.Parameters

        let prompt =
            $"def {draft.EntryPoint}({arguments}):\n    \"\"\"{draft.Docstring}\"\"\"\n"

        {
            Id = id
            Family = draft.Family
            Instruction = draft.Instruction
            EntryPoint = draft.EntryPoint
            Prompt = prompt
            Solution = prompt + draft.Body
            Tests =
                [
                    for values, expected in draft.Tests ->
                        {
                            Call =
                                draft.EntryPoint
                                + "("
                                + (values |> List.map Value.literal |> String.concat ", ")
                                + ")"
                            Expected = Value.literal expected
                        }
                ]
        }

    /// Kinds of tasks in proportion to how often they are drawn.
    let private families: (int * (Style -> Voice -> Draft option)) list =
        let recipes family (all: (int * (Voice -> Recipe)) list) (style: Style) (voice: Voice) =
            Recipe.draft family style voice (Dice.weighted all voice.Dice voice)

        [
            60, PipelineFamily.tryDraft
            6, recipes "arithmetic" Arithmetic.all
            6, recipes "branches" Branches.all
            6, recipes "loops" Loops.all
            6, recipes "recursion" Recursion.all
            5, recipes "dictionaries" Dictionaries.all
            5, recipes "parsing" Parsing.all
            6, recipes "strings" Strings.all
        ]

    /// Draws tasks of a family until one belongs to the split.
    let rec private draftOf (family: Style -> Voice -> Draft option) style (dice: RandomStream) (split: Split) : Draft =
        match family style (Voice.create dice split) with
        | Some draft when SplitRule.classify draft.Choices = Some split -> draft
        | _ -> draftOf family style dice split

    /// The draft of one task, with the choices made in it.
    let internal draft (manner: Manner) (seed: uint64) (split: Split) (index: int) : Draft =
        let dice = Dice.forItem seed (stream split) index
        // drawn apart: what is asked for does not depend on how it is written
        let style = Style.ofManner manner (Dice.forItem seed (stream split + 32L) index)
        // the family is drawn once, so that families with many rejected drafts keep their share
        draftOf (Dice.weighted families dice) style dice split

    /// One task of the stream: the same for the same seed, split and index, whatever was made before.
    let codeTaskIn (manner: Manner) (seed: uint64) (split: Split) (index: int) : CodeTask =
        finish $"{prefix split}-{index}" (draft manner seed split index)

    /// One task of the stream in the manner that the shipped family was trained on.
    let codeTask (seed: uint64) (split: Split) (index: int) : CodeTask = codeTaskIn OneStyle seed split index

    let rec private problemFor manner (dice: RandomStream) (split: Split) =
        let voice = Voice.create dice split

        let drawn =
            match manner with
            | OneStyle -> voice
            | ManyStyles -> Voice.withSmallNumbers voice
            |> WordProblemFamily.tryDraw

        match drawn with
        | Some(family, question, worked, result, choices) when SplitRule.classifyUnnamed choices = Some split ->
            family, question, worked, result
        | _ -> problemFor manner dice split

    /// One word problem of the stream: the same for the same manner, seed, split and index.
    let wordProblemIn (manner: Manner) (seed: uint64) (split: Split) (index: int) : WordProblem =
        let family, question, worked, result =
            problemFor manner (Dice.forItem seed (stream split + 16L) index) split

        {
            Id = $"{prefix split}-words-{index}"
            Family = family
            Question = question
            WorkedAnswer = worked
            Answer = string result
        }

    /// One word problem of the stream in the manner that the shipped family was trained on.
    let wordProblem (seed: uint64) (split: Split) (index: int) : WordProblem = wordProblemIn OneStyle seed split index

    /// An endless stream of word problems.
    let wordProblems (seed: uint64) (split: Split) : WordProblem seq =
        Seq.initInfinite (wordProblem seed split)

    /// The fixed word problems of a held-out split, no question twice.
    let heldOutWordProblemsIn (manner: Manner) (split: Split) : WordProblem list =
        Seq.initInfinite (wordProblemIn manner heldOutSeed split)
        |> Seq.distinctBy _.Question
        |> Seq.take HeldOutSize
        |> List.ofSeq

    /// The fixed word problems in the manner that the shipped family was trained on.
    let heldOutWordProblems (split: Split) : WordProblem list = heldOutWordProblemsIn OneStyle split

    /// An endless stream of tasks.
    let codeTasks (seed: uint64) (split: Split) : CodeTask seq = Seq.initInfinite (codeTask seed split)

    /// The fixed tasks of a held-out split, no instruction twice. They are the same in each manner but for their solutions.
    let heldOutIn (manner: Manner) (split: Split) : CodeTask list =
        Seq.initInfinite (codeTaskIn manner heldOutSeed split)
        |> Seq.distinctBy _.Instruction
        |> Seq.take HeldOutSize
        |> List.ofSeq

    /// The fixed tasks in the manner that the shipped family was trained on.
    let heldOut (split: Split) : CodeTask list = heldOutIn OneStyle split

    /// Seeds and sizes of the tasks that no choice is made on.
    let private sealedSeed = 0x5EA1EDUL

    /// How many tasks of each held-out split are sealed.
    [<Literal>]
    let SealedSize = 800

    let private unseen (known: string seq) size (key: 'item -> string) (items: 'item seq) =
        let known = Set.ofSeq known

        items
        |> Seq.filter (fun item -> not (known.Contains(key item)))
        |> Seq.distinctBy key
        |> Seq.take size
        |> List.ofSeq

    /// Tasks of a held-out split on which nothing is developed or chosen; no request of them is in <c>heldOut</c>. Their use is recorded
    /// where they are read through the evaluation program; others who read them should do the same.
    let sealedTasks (split: Split) : CodeTask list =
        let known =
            [ HeldOutParameters; HeldOutCombinations ]
            |> Seq.collect heldOut
            |> Seq.map _.Instruction

        Seq.initInfinite (codeTaskIn ManyStyles sealedSeed split)
        |> unseen known SealedSize _.Instruction

    /// Word problems on which nothing is developed or chosen, half as many of each held-out split as of sealed tasks.
    let sealedWordProblems (split: Split) : WordProblem list =
        let known =
            List.allPairs [ OneStyle; ManyStyles ] [ HeldOutParameters; HeldOutCombinations ]
            |> Seq.collect (fun (manner, split) -> heldOutWordProblemsIn manner split)
            |> Seq.map _.Question

        Seq.initInfinite (wordProblemIn ManyStyles sealedSeed split)
        |> unseen known (SealedSize / 2) _.Question

    /// Tasks of the training split for reinforcement learning, under a seed that no other stage reads. They are the same in each manner but
    /// for their solutions.
    let reinforcementTasksIn (manner: Manner) : seq<CodeTask> =
        Seq.initInfinite (codeTaskIn manner 0x6790UL Train)

    /// Tasks for reinforcement learning in the manner that the shipped family was trained on.
    let reinforcementTasks: seq<CodeTask> = reinforcementTasksIn OneStyle
