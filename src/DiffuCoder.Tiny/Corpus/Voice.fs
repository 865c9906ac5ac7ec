namespace DiffuCoder.Tiny.Corpus

open DiffuCoder.Runtime

/// The writer of one task: its dice, the split it writes for, and the choices made so far.
type internal Voice =
    {
        Dice: RandomStream
        Split: Split
        Choices: ResizeArray<Choice>
        /// The largest number that a word problem gives, and that its steps reach.
        Numbers: {| Given: int; Reached: int |}
    }

module internal Voice =

    let create dice split =
        {
            Dice = dice
            Split = split
            Choices = ResizeArray()
            Numbers =
                {|
                    Given = System.Int32.MaxValue
                    Reached = System.Int32.MaxValue
                |}
        }

    /// A voice whose word problems can be worked out with the multiplication table and sums below a hundred.
    let withSmallNumbers voice =
        { voice with
            Numbers = {| Given = 12; Reached = 100 |}
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

    /// A constant of a word problem.
    let number (operation: string) (values: int list) (voice: Voice) =
        constant operation (values |> List.filter (fun value -> value <= voice.Numbers.Given)) voice

    let pair first second (voice: Voice) = voice.Choices.Add(Pair(first, second))
