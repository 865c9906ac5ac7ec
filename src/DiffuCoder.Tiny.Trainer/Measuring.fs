/// How good a checkpoint is, as far as that can be told without running its answers.
module DiffuCoder.Tiny.Trainer.Measuring

open System.IO
open System.Text.Json
open DiffuCoder.Models
open DiffuCoder.Sampling
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tokenization

let private greedy =
    SamplerOptions(MaxNewTokens = Rows.CompletionLength, Steps = Rows.CompletionLength, Temperature = 0.0, TopP = 1.0)

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

let private share (verdicts: Judging.Verdict list) select =
    100.0 * float (verdicts |> List.filter select |> List.length)
    / float verdicts.Length

/// Greedy answers of the instruct model to the first tasks of a held-out split: how many parse, how many are the reference solution up to formatting.
let run (checkpoint: string) (samples: string option) (count: int) (split: Split) =
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

    printfn
        $"{split}: {answered.Length} tasks, {share verdicts _.Parses:F1} %% parse, {share verdicts _.Equal:F1} %% are the reference solution"

    for family, judged in
        List.zip answered verdicts
        |> List.groupBy (fun ((task, _), _) -> task.Family)
        |> List.sortBy fst do
        let verdicts = judged |> List.map snd
        printfn $"  {family}: {verdicts.Length} tasks, {share verdicts _.Parses:F0} %% parse, {share verdicts _.Equal:F0} %% equal"

    samples
    |> Option.iter (fun path ->
        let line (task: CodeTask, answer: string) =
            JsonSerializer.Serialize
                {|
                    task_id = task.Id
                    solution = answer
                    reference = task.Solution
                    tests = task.Tests
                |}

        File.AppendAllLines(path, answered |> List.map line))
