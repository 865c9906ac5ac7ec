namespace DiffuCoder

open DiffuCoder.Tiny.Corpus

/// <summary>The generated corpus that the tiny family was trained on: prompts with their answers, always the same ones.</summary>
/// <example><code lang="fsharp">
/// let code = TinyCorpus.requests Split.HeldOutCombinations 40 |> List.map fst
/// let mathematics = TinyCorpus.wordProblems Split.HeldOutCombinations 40 |> List.map fst
/// </code></example>
[<RequireQualifiedAccess>]
module TinyCorpus =

    // of training, a stream that no stage reads
    [<Literal>]
    let private Seed = 0xDA7AUL

    let private tasks (split: Split) (count: int) =
        match split with
        | Split.Train -> Corpus.codeTasks Seed split
        | heldOut -> Corpus.heldOut heldOut
        |> Seq.truncate count

    /// <summary>
    /// Requests for functions with their solutions, as its instruct model knows them; the answer begins within the fence.
    /// </summary>
    /// <example><code lang="fsharp">
    /// TinyCorpus.requests Split.HeldOutParameters 40 |> Data.rowsOfAnswers tokenizer
    /// </code></example>
    let requests (split: Split) (count: int) : (Prompt * string) list =
        [
            for task in tasks split count -> Prompt.instruct task.Instruction, task.Solution + "```\n"
        ]

    /// <summary>Word problems with their worked answers: its mathematics.</summary>
    /// <example><code lang="fsharp">
    /// TinyCorpus.wordProblems Split.HeldOutParameters 40
    /// |> List.map fst
    /// |> Sampler.generateMany model SamplerOptions.Tiny
    /// </code></example>
    let wordProblems (split: Split) (count: int) : (Prompt * string) list =
        let problems =
            match split with
            | Split.Train -> Corpus.wordProblems Seed split
            | heldOut -> Corpus.heldOutWordProblems heldOut

        [
            for problem in Seq.truncate count problems -> Prompt.chat problem.Question, problem.WorkedAnswer
        ]

    /// <summary>
    /// Functions as they stand in its documents: the head, which mostly has the request above it, and the body. For its base model.
    /// </summary>
    /// <example><code lang="fsharp">
    /// TinyCorpus.functions Split.HeldOutCombinations 40 |> Data.rowsOfAnswers tokenizer
    /// </code></example>
    let functions (split: Split) (count: int) : (Prompt * string) list =
        [
            for task in tasks split count do
                let head, body = Documents.pretraining task
                Prompt.complete head, body
        ]

    /// <summary>The same functions as documents, of which everything is learned.</summary>
    /// <example><code lang="fsharp">
    /// TinyCorpus.documents Split.Train 2000 |> Data.rowsOfDocuments tokenizer
    /// </code></example>
    let documents (split: Split) (count: int) : Document list =
        [
            for task in tasks split count do
                let head, body = Documents.pretraining task
                DiffuCoder.Datasets.Document(head + body)
        ]
