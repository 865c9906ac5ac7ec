/// How good a checkpoint is, as far as that can be told without running its answers.
module DiffuCoder.Tiny.Trainer.Measuring

open System.IO
open System.Text.Json
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Tiny
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tokenization

let private greedy =
    SamplerOptions(
        MaxNewTokens = TinyFamily.CompletionLength,
        Steps = TinyFamily.CompletionLength,
        Temperature = 0.0,
        TopP = 1.0,
        DeferStopTokens = true
    )

/// Rows sampled together.
[<Literal>]
let private BatchRows = 40

let private canvas (model: MaskedLanguageModel) (tokenizer: CodeTokenizer) (task: CodeTask) =
    let prompt =
        ChatTemplate.Encode(tokenizer, [ ChatMessage(ChatRole.User, task.Instruction) ], answerPrefix = Documents.AnswerPrefix)

    Canvas.Complete(prompt, greedy.MaxNewTokens, model.Config.MaskTokenId.Value)

/// The code of an answer whose fence was opened by the prompt.
let private code (text: string) =
    match text.IndexOf("```", System.StringComparison.Ordinal) with
    | -1 -> text
    | fence -> text[.. fence - 1]

let private answers (model: MaskedLanguageModel) (tokenizer: CodeTokenizer) (tasks: CodeTask list) =
    let sampler = DiffusionSampler(model, greedy, tokenizer)

    [
        for batch in List.chunkBySize BatchRows tasks do
            let trajectories =
                sampler.Generate(batch |> List.map (canvas model tokenizer) |> Array.ofList, 0L)

            for task, trajectory in Seq.zip batch trajectories do
                task, code (trajectory.Text |> Option.ofObj |> Option.defaultValue "")
    ]

/// A task, the model's answer to it, and what can be said of that.
type Scored =
    {
        Task: CodeTask
        Answer: string
        Verdict: Judging.Verdict
    }

/// Greedy answers of a checkpoint to the first tasks of a held-out split.
let score (checkpoint: string) (count: int) (split: Split) : Scored list =
    use model = MaskedLanguageModel.Load checkpoint

    let tokenizer =
        model.Tokenizer
        |> Option.ofObj
        |> Option.defaultWith (fun () -> failwith $"There is no tokenizer in {checkpoint}.")

    let answered =
        Corpus.heldOut split |> List.truncate count |> answers model tokenizer

    let verdicts =
        answered
        |> List.map (fun (task, answer) -> answer, task.Solution)
        |> Judging.judge

    List.map2
        (fun (task, answer) verdict ->
            {
                Task = task
                Answer = answer
                Verdict = verdict
            })
        answered
        verdicts

/// How many in a hundred.
let percent (holds: Judging.Verdict -> bool) (scored: Scored list) =
    100.0
    * float (scored |> List.filter (fun one -> holds one.Verdict) |> List.length)
    / float scored.Length

let private summary (scored: Scored list) =
    $"{scored.Length} tasks, {percent _.Parses scored:F1} %% parse, {percent _.Equal scored:F1} %% are the reference solution"

/// Prints the scores of a split, by kind of task too, and appends the answers to a file.
let run (checkpoint: string) (samples: string option) (count: int) (split: Split) =
    let scored = score checkpoint count split
    printfn $"{split}: {summary scored}"

    for family, own in scored |> List.groupBy _.Task.Family |> List.sortBy fst do
        printfn $"  {family}: {summary own}"

    let line (one: Scored) =
        JsonSerializer.Serialize
            {|
                task_id = one.Task.Id
                solution = one.Answer
                reference = one.Task.Solution
                tests = one.Task.Tests
            |}

    samples
    |> Option.iter (fun path -> File.AppendAllLines(path, scored |> List.map line))
