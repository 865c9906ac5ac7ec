/// The findings of docs/plan.md: what each needs, and what it makes of the answers.
module DiffuCoder.Findings.Plan

open DiffuCoder
open DiffuCoder.Evaluation
open DiffuCoder.Findings.Resampling
open DiffuCoder.Findings.Verdict

type Finding =
    {
        Number: string
        Claim: string
        Needs: Setting list
        /// Runs of reinforcement learning whose rewards are looked at.
        Runs: string list
        Quantities: Evidence -> Quantity list
    }

let private first (value: Answer -> float) (answers: Answer list list) =
    answers |> List.map (List.head >> value)

// a text of which nothing was revealed has no order
let private pairs (one: float list) (other: float list) =
    List.map2 (fun after before -> after - before) one other
    |> List.filter (System.Double.IsNaN >> not)

let private defined = List.filter (System.Double.IsNaN >> not)

let private passAt k (answers: Answer list list) =
    [
        for samples in answers -> PassAtK.Of(samples.Length, samples |> List.filter _.IsRight |> List.length, k)
    ]

/// Of each task the mean over several models, of those answers that have a value.
let private over (models: 'model list) (values: 'model -> float list) =
    let mean values =
        match defined values with
        | [] -> nan
        | some -> List.average some

    models |> List.map values |> List.transpose |> List.map mean

let private adapted =
    let of' name =
        Setting.plain name (Code 200) PromptKind.Completion 0.2

    let one, other = of' "base", of' "llada"

    {
        Number = "1"
        Claim = "an adapted model is more autoregressive than one of no ancestor"
        Needs = [ one; other ]
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                let difference value =
                    pairs (answers one |> first value) (answers other |> first value) |> paired

                [
                    number "local AR-ness at 1, base less llada" Above 0.02 (difference _.Local)
                    number "global AR-ness at 4, base less llada" Above 0.02 (difference _.Global)
                ]
    }

let private codeAndWords =
    let code = Setting.plain "instruct" (Code 200) PromptKind.Chat 0.2

    let words = { code with Subject = WordProblems 200 }

    {
        Number = "2"
        Claim = "code is written less from left to right than mathematics"
        Needs = [ code; words ]
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                let order setting =
                    answers setting |> first _.Global |> defined

                [
                    apart (order code) (order words)
                    |> number "global AR-ness at 4, code less word problems" Below 0.02
                ]
    }

let private hotter =
    let at temperature =
        Setting.plain "instruct" (Code 200) PromptKind.Chat temperature

    let cool, hot = at 0.2, at 1.2

    {
        Number = "3"
        Claim = "AR-ness falls with temperature"
        Needs = [ cool; hot ]
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                [
                    pairs (answers hot |> first _.Local) (answers cool |> first _.Local)
                    |> paired
                    |> number "local AR-ness at 1, T 1.2 less T 0.2" Below 0.02
                ]
    }

let private manyAnswers =
    let at temperature =
        { Setting.plain "instruct" (Code 100) PromptKind.Chat temperature with
            Samples = 10
        }

    let cool, hot = at 0.2, at 1.0

    {
        Number = "4"
        Claim = "pass@k rises with temperature, pass@1 falls"
        Needs = [ cool; hot ]
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                let difference k =
                    pairs (passAt k (answers hot)) (passAt k (answers cool)) |> paired

                [
                    difference 10 |> points "pass@10, T 1.0 less T 0.2" Above 2.0
                    difference 1 |> points "pass@1, T 1.0 less T 0.2" Below 2.0
                ]
    }

/// The variants of the ablation at equal updates, and those that have as many passes instead; their runs are named by variant and seed.
let private atEqualUpdates, atEqualPasses =
    [ "decoupled"; "full-mask"; "d1"; "coupled-leave-one-out"; "coupled-cool" ], [ "full-mask-thrice"; "d1-three" ]

/// Those whose completions earn as much before anything is learned: cooler ones earn more.
let private rewardedAlike =
    atEqualUpdates @ atEqualPasses |> List.except [ "coupled-cool" ]

let private ablationSeeds = [ 1..5 ]

let private variants =
    let runs variant =
        [ for seed in ablationSeeds -> $"ablation/{variant}-{seed}" ]

    // as it was trained: twenty passes for forty tokens
    let at run =
        { Setting.plain run (Code 200) PromptKind.Chat 0.3 with
            TokensPerPass = 2
        }

    {
        Number = "5"
        Claim = "coupled masks train best"
        Needs = "coupled" :: atEqualUpdates @ atEqualPasses |> List.collect runs |> List.map at
        Runs = "coupled" :: rewardedAlike |> List.collect runs
        Quantities =
            fun evidence ->
                let less variant (value: string -> float) =
                    pairs (runs "coupled" |> List.map value) (runs variant |> List.map value)
                    |> fewPairs

                let score variant =
                    less variant (fun run -> evidence.Answers(at run) |> passAt 1 |> List.average)
                    |> points $"pass@1, coupled less {variant}" Above 2.0

                let area variant =
                    less variant evidence.Reward
                    |> number $"mean reward of a run, coupled less {variant}" Above 0.0

                List.map score (atEqualUpdates @ atEqualPasses) @ List.map area rewardedAlike
    }

let private sealedTasks = Code 800

let private at03 name tokens =
    { Setting.plain name sealedTasks PromptKind.Chat 0.3 with
        TokensPerPass = tokens
    }

let private freer (after: string list) =
    {
        Number = "6"
        Claim = "after GRPO order is freer, and half the passes cost less"
        Needs =
            [
                for name in "instruct" :: after do
                    at03 name 1
                    at03 name 2
            ]
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                let order name = answers (at03 name 1) |> first _.Local

                let lost name =
                    pairs (passAt 1 (answers (at03 name 1))) (passAt 1 (answers (at03 name 2)))

                [
                    pairs (over after order) (order "instruct")
                    |> paired
                    |> number "local AR-ness at 1, after less before" Below 0.01
                    pairs (over after lost) (lost "instruct")
                    |> paired
                    |> points "pass@1 lost by two tokens a pass, after less before" Below 1.5
                ]
    }

/// The temperatures among which the best is looked for.
let temperatures = [ 0.2; 0.3; 0.4; 0.6; 0.8; 1.0 ]

// the first of equals is the coolest
let private best (shares: float array array) (drawn: int array) =
    let mean (tasks: float array) =
        drawn |> Array.sumBy (fun task -> tasks[task])

    shares
    |> Array.map mean
    |> Array.indexed
    |> Array.maxBy (fun (index, sum) -> sum, -index)
    |> fst

let private bestTemperature (after: string) =
    let at name temperature =
        { Setting.plain name (Code 200) PromptKind.Chat temperature with
            TokensPerPass = 2
            Samples = 2
        }

    {
        Number = "7"
        Claim = "the best temperature rises after GRPO"
        Needs =
            List.allPairs [ "instruct"; after ] temperatures
            |> List.map (fun (name, t) -> at name t)
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                let shares name =
                    [|
                        for temperature in temperatures -> answers (at name temperature) |> passAt 1 |> Array.ofList
                    |]

                let before, later = shares "instruct", shares after
                let tasks = before[0].Length

                [
                    estimate [ tasks ] (fun drawn -> float (best later drawn[0] - best before drawn[0]))
                    |> number "steps of the grid from the best temperature before to that after" Above 1.0
                ]
    }

let private better (after: string list) =
    let needs = [ for name in "instruct" :: after -> at03 name 1 ]

    {
        Number = "gain"
        Claim = "cpgrpo is better than instruct"
        Needs = needs
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                let share name = answers (at03 name 1) |> passAt 1
                let differences = pairs (over after share) (share "instruct")

                [
                    { (paired differences |> points "pass@1, after less before" Above 0.0) with
                        Chance = Some(signFlips 100_000 differences, 0.01)
                    }
                ]
    }

let private causal =
    let at name =
        Setting.plain name (Code 200) PromptKind.Chat 0.3

    let before, after = at "ar-instruct", at "ar-grpo"

    {
        Number = "ar"
        Claim = "a causal model gains by GRPO as well"
        Needs = [ before; after ]
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                [
                    pairs (answers after |> passAt 1) (answers before |> passAt 1)
                    |> paired
                    |> points "pass@1, ar-grpo less ar-instruct" Above 2.0
                ]
    }

/// A model and what it was trained further to, as figure 4 of the paper compares them.
let private further number prompting early late =
    let at name =
        Setting.plain name (Code 200) prompting 0.2

    {
        Number = number
        Claim = "further training makes the order of decoding more autoregressive"
        Needs = [ at early; at late ]
        Runs = []
        Quantities =
            fun { Answers = answers } ->
                [
                    pairs (answers (at late) |> first _.Local) (answers (at early) |> first _.Local)
                    |> paired
                    |> Verdict.number $"local AR-ness at 1, {late} less {early}" Above 0.02
                ]
    }

/// All of them, for the checkpoints of the seeds of reinforcement learning, at least one; the first stands for them where one is enough.
let findings (after: string list) : Finding list =
    [
        adapted
        codeAndWords
        hotter
        manyAnswers
        variants
        freer after
        bestTemperature after.Head
        better after
        causal
        further "mid-training" PromptKind.Completion "adapted" "base"
        further "instruction" PromptKind.Chat "instruct-short" "instruct"
    ]
