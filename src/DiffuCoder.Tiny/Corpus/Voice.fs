namespace DiffuCoder.Tiny.Corpus

open DiffuCoder.Runtime

/// The writer of one task: its dice, the split it writes for, and the choices made so far.
type internal Voice =
    {
        Dice: RandomStream
        Split: Split
        Choices: ResizeArray<Choice>
    }

module internal Voice =

    let create dice split =
        {
            Dice = dice
            Split = split
            Choices = ResizeArray()
        }

    let private novel (percent: int) voice =
        voice.Split = HeldOutParameters && Dice.chance percent voice.Dice

    let say (phrasing: Phrasing) (voice: Voice) =
        let reserved = not phrasing.Kept.IsEmpty && novel 40 voice
        voice.Choices.Add(Wording reserved)
        Dice.pick (if reserved then phrasing.Kept else phrasing.Seen) voice.Dice

    /// Draws a constant of an operation from the values that the split may use.
    let constant (operation: string) (values: 'a list) (voice: Voice) =
        let kept, seen =
            values
            |> List.partition (fun value -> SplitRule.reservedConstant operation (string (box value)))

        let value =
            Dice.pick (if not kept.IsEmpty && novel 50 voice then kept else seen) voice.Dice

        voice.Choices.Add(Constant(operation, string (box value)))
        value

    let pair first second (voice: Voice) = voice.Choices.Add(Pair(first, second))
