namespace DiffuCoder

open System
open DiffuCoder.Datasets
open DiffuCoder.Evaluation
open DiffuCoder.Tiny.Corpus

/// A question in words whose answer is a number.
type WordProblem = DiffuCoder.Tiny.Corpus.WordProblem

/// <summary>Word problems, the "math" beside the code, and the numbers that answers end with.</summary>
/// <example><code lang="fsharp">
/// let problems = WordProblem.gsm8k "gsm8k_test.jsonl" |> List.truncate 20
/// </code></example>
[<RequireQualifiedAccess>]
module WordProblem =

    /// A worked answer ends with this and the number: GSM8K's convention, and that of the kit's own problems.
    [<Literal>]
    let AnswerMark = "####"

    /// <summary>
    /// The number behind the last <c>####</c> of an answer, without the commas between its thousands; <c>None</c> when there is none.
    /// </summary>
    /// <example><code lang="fsharp">
    /// WordProblem.answer "3 * 400 = 1200\n#### 1,200"   // Some "1200"
    /// </code></example>
    let answer (text: string) =
        match text.LastIndexOf(AnswerMark, StringComparison.Ordinal) with
        | -1 -> None
        | mark ->
            text[mark + AnswerMark.Length ..].Split('\n')
            |> Array.head
            |> _.Replace(",", "").Trim()
            |> function
                | "" -> None
                | number -> Some number

    /// <summary>A held-out split of the word problems that the tiny family was trained on: 400 problems.</summary>
    /// <exception cref="T:System.ArgumentException">The split is the training part.</exception>
    let tiny (split: Split) : WordProblem list =
        match split with
        | Train ->
            invalidArg (nameof split) "What the family was trained on is no benchmark; take HeldOutParameters or HeldOutCombinations."
        | HeldOutParameters
        | HeldOutCombinations -> Corpus.heldOutWordProblems split

    /// How a problem is put to a model: a request in a conversation, or a text to go on with.
    let prompt (kind: PromptKind) (problem: WordProblem) : Prompt =
        match kind with
        | PromptKind.Completion -> Prompt.complete (problem.Question + "\n")
        | _ -> Prompt.chat problem.Question

    /// <summary>
    /// As <c>prompt</c>, behind worked examples in the same words (<c>Question:</c>, <c>Answer:</c>), as GSM8K is asked with eight.
    /// </summary>
    /// <exception cref="T:System.ArgumentException">There are no examples.</exception>
    /// <example><code lang="fsharp">
    /// let examples = WordProblem.gsm8k "gsm8k_train.jsonl" |> List.truncate 8
    /// problems |> List.map (WordProblem.promptBehind examples PromptKind.Chat)
    /// </code></example>
    let promptBehind (examples: WordProblem list) (kind: PromptKind) (problem: WordProblem) : Prompt =
        if examples.IsEmpty then
            invalidArg (nameof examples) "There are no examples; without any, take WordProblem.prompt."

        let asked (one: WordProblem) = $"Question: {one.Question}\nAnswer:"

        let worked = examples |> List.map (fun one -> $"{asked one} {one.WorkedAnswer}\n\n")

        let text = String.concat "" worked + asked problem

        match kind with
        | PromptKind.Completion -> Prompt.complete text
        | _ -> Prompt.chat text

    /// Whether a text ends with the problem's number.
    let isSolved (problem: WordProblem) (text: string) = answer text = Some problem.Answer

    /// <summary>The share of problems that are solved, each by one answer, with its interval.</summary>
    /// <exception cref="T:DiffuCoder.Evaluation.EvaluationException">There are no problems.</exception>
    /// <exception cref="T:DiffuCoder.Sampling.SamplerException">
    /// An answer has no text, because it was sampled without a tokenizer.
    /// </exception>
    /// <example><code lang="fsharp">
    /// problems
    /// |> List.map (WordProblem.prompt PromptKind.Chat)
    /// |> Sampler.generateMany model SamplerOptions.Tiny
    /// |> List.zip problems
    /// |> WordProblem.score
    /// </code></example>
    let score (answers: (WordProblem * Trajectory) list) : DiffuCoder.PassScore =
        [|
            for problem, trajectory in answers ->
                AnswerCount(
                    1,
                    (if Trajectory.text trajectory |> isSolved problem then
                         1
                     else
                         0)
                )
        |]
        |> PassCurve.Of
        |> Seq.exactlyOne
        |> CoreEvaluation.scoreOf

    let private ofPair path index (question: string) (worked: string) =
        {
            Id = $"gsm8k-{index}"
            Family = "gsm8k"
            Question = question
            WorkedAnswer = worked
            Answer =
                match answer worked with
                | Some number -> number
                | None ->
                    raise (
                        DataException $"{path}, problem {index + 1}: the answer has no line '{AnswerMark} number', as GSM8K's answers have."
                    )
        }

    /// <summary>GSM8K: its <c>test.jsonl</c>, plain or gzipped, or the Parquet file of Hugging Face.</summary>
    /// <exception cref="T:DiffuCoder.Datasets.DataException">
    /// The file is damaged or another one; the message names file and line.
    /// </exception>
    let gsm8k (path: string) : WordProblem list =
        Data.conversationsOf (ConversationColumns.Pair("question", "answer")) BadRows.Fatal path
        |> Seq.mapi (fun index conversation -> ofPair path index conversation.Messages[0].Content conversation.Messages[1].Content)
        |> List.ofSeq
