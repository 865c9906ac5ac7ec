/// What has to be written before a finding can be told, as data: equal settings are measured once.
namespace DiffuCoder.Findings

open DiffuCoder

/// What is asked for; of both held-out splits so many each.
type Subject =
    | Code of perSplit: int
    | WordProblems of perSplit: int

/// One way of answering.
type Setting =
    {
        /// The name of the checkpoint in the family's folder.
        Checkpoint: string
        Subject: Subject
        Prompting: PromptKind
        Temperature: float
        /// Tokens that a pass writes.
        TokensPerPass: int
        /// Answers to each.
        Samples: int
    }

/// What is kept of an answer.
type Answer =
    {
        IsRight: bool
        /// Local AR-ness at k = 1 of the text, without the padding behind it.
        Local: float
        /// Global AR-ness at k = 4 of the text.
        Global: float
    }

/// Answers of a setting, a list for each task.
type Answers = Setting -> Answer list list

/// What findings are told from.
type Evidence =
    {
        Answers: Answers
        /// The mean reward of a checkpoint's run of reinforcement learning, over all of its rounds.
        Reward: string -> float
    }

module Setting =

    /// A token a pass, one answer to each.
    let plain checkpoint subject prompting temperature =
        {
            Checkpoint = checkpoint
            Subject = subject
            Prompting = prompting
            Temperature = temperature
            TokensPerPass = 1
            Samples = 1
        }

    /// How many answers there will be.
    let size (setting: Setting) =
        match setting.Subject with
        | Code perSplit
        | WordProblems perSplit -> 2 * perSplit * setting.Samples

    /// With at most so many tasks of each split.
    let atMost count (setting: Setting) =
        { setting with
            Subject =
                match setting.Subject with
                | Code perSplit -> Code(min count perSplit)
                | WordProblems perSplit -> WordProblems(min count perSplit)
        }

    /// The name of its directory.
    let name (setting: Setting) =
        let subject =
            match setting.Subject with
            | Code perSplit -> $"code-{perSplit}"
            | WordProblems perSplit -> $"words-{perSplit}"

        let asked =
            match setting.Prompting with
            | PromptKind.Completion -> "-completed"
            | _ -> ""

        System.FormattableString.Invariant
            $"{setting.Checkpoint}/{subject}{asked}-t{setting.Temperature}-n{setting.Samples}-pass{setting.TokensPerPass}"
