namespace DiffuCoder.Tiny.Corpus

open DiffuCoder.Runtime

/// Tasks as the text that models are trained on.
module Documents =

    /// How answers of the chat form begin, before the code.
    [<Literal>]
    let AnswerPrefix = "Here is the code to solve this problem:\n```python\n"

    /// The function as it could stand in a source file, two thirds of them below a comment with the request: its head and its body.
    let pretraining (task: CodeTask) : string * string =
        let dice = RandomStream(int64 (StableHash.ofText (task.Id + task.Solution)))
        let body = task.Solution[task.Prompt.Length ..]

        match Dice.below 3 dice with
        | 0 -> task.Prompt, body
        | _ -> $"# {task.Instruction}\n{task.Prompt}", body

    let private answering (task: CodeTask) solution =
        task.Instruction, AnswerPrefix + solution + "```\n"

    /// What the user asks and what the assistant answers.
    let chat (task: CodeTask) : string * string = answering task task.Solution

    /// As <c>chat</c>; where there are many styles, one answer in four has no docstring.
    let chatIn (manner: Manner) (task: CodeTask) : string * string =
        let dice =
            RandomStream(int64 (StableHash.ofText ("docstring" + task.Id + task.Solution)))

        if manner = ManyStyles && Dice.chance 25 dice then
            let head = task.Prompt[.. task.Prompt.IndexOf '\n']
            answering task (head + task.Solution[task.Prompt.Length ..])
        else
            chat task

    /// What the user asks and what the assistant answers.
    let chatOfWordProblem (problem: WordProblem) : string * string = problem.Question, problem.WorkedAnswer

    /// A word problem as plain text: the question and what follows it.
    let pretrainingOfWordProblem (problem: WordProblem) : string * string =
        problem.Question + "\n", problem.WorkedAnswer + "\n"
