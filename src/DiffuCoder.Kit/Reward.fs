namespace DiffuCoder

open System
open DiffuCoder.Sandbox
open DiffuCoder.Training.Grpo

/// A completion in reinforcement learning: its task, its whole answer as
/// text, the tokens that the model wrote, and whether it ended by itself.
type Rollout = DiffuCoder.Training.Grpo.Rollout

/// A number for a completion, with the weight it has in the sum.
type Reward = DiffuCoder.Training.Grpo.Reward

/// <summary>What completions are rewarded for. Any function from a completion to a number is a reward.</summary>
/// <example><code lang="fsharp">
/// use sandbox = Sandbox.start ()
/// let short = Reward.ofFunction "short" 0.1 (fun rollout -> -float rollout.Length / 100.0)
/// let rewards = short :: Reward.paper sandbox
/// </code></example>
[<RequireQualifiedAccess>]
module Reward =

    /// A reward from a name for the logs, its weight in the sum, and a function. The function is called for several completions at once.
    let ofFunction (name: string) (weight: float) (reward: Rollout -> float) : Reward = Reward.From(name, weight, reward)

    /// A reward that takes its time; `None` where it does not apply, which counts as 0.
    let ofAsync (name: string) (weight: float) (reward: Rollout -> Async<float option>) : Reward =
        let start rollout stop =
            Async.StartAsTask(
                async {
                    let! value = reward rollout
                    return Option.toNullable value
                },
                cancellationToken = stop
            )

        Reward(name, weight, start)

    /// The share of a task's tests that the program in the answer passes, in
    /// the sandbox; 0 without running anything where the format is wrong.
    let passRate (sandbox: ISandbox) (weight: float) : Reward = CodeRewards.PassRate(sandbox, weight)

    /// 1 for an answer of one Python block that parses, 0.5 where it does not parse, 0 for another form.
    let format (sandbox: ISandbox) (weight: float) : Reward = CodeRewards.Format(sandbox, weight)

    /// The paper's: 2.0 times the share of tests that pass, and 0.5 times the format.
    let paper (sandbox: ISandbox) : Reward list = CodeRewards.Paper sandbox |> List.ofSeq

    /// A reward with another weight.
    let weighing (weight: float) (reward: Reward) : Reward = Reward(reward.Name, weight, reward.Of)

    /// 0 or less: the share of n-grams of words in the answer that occurred before, as the released code has it.
    let repetition (words: int) (weight: float) : Reward =
        Penalties.Repetition(words, weight = weight)

    /// 0 or less: falls from 0 to -1 over the last `margin` tokens before the length `most`.
    let overlong (most: int) (margin: int) (weight: float) : Reward =
        Penalties.Overlong(most, margin, weight)
