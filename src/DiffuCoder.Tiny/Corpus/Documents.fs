namespace DiffuCoder.Tiny.Corpus

open DiffuCoder.Runtime

/// Tasks as the text that models are trained on.
module Documents =

    /// How answers of the chat form begin, before the code.
    [<Literal>]
    let AnswerPrefix = "Here is the code to solve this problem:\n```python\n"

    /// The function as it could stand in a source file: about a third of them below a comment with the request.
    let pretraining (task: CodeTask) : string =
        let dice = RandomStream(int64 (StableHash.ofText (task.Id + task.Solution)))

        match Dice.below 6 dice with
        | 0
        | 1 -> $"# {task.Instruction}\n{task.Solution}"
        | _ -> task.Solution

    /// What the user asks and what the assistant answers.
    let chat (task: CodeTask) : string * string =
        task.Instruction, AnswerPrefix + task.Solution + "```\n"

    /// What the user asks and what the assistant answers.
    let chatOfWordProblem (problem: WordProblem) : string * string = problem.Question, problem.WorkedAnswer

    /// A word problem as plain text.
    let pretrainingOfWordProblem (problem: WordProblem) : string =
        problem.Question + "\n" + problem.WorkedAnswer + "\n"
