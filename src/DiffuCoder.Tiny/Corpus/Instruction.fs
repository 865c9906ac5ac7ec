namespace DiffuCoder.Tiny.Corpus

/// Sentences that ask for a function.
module internal Instruction =

    /// {n} is the name, {t} what is taken, {s} steps in the third person, {i} steps in the infinitive, {r} what is returned.
    let private withSteps =
        {
            Seen =
                [
                    "Write a function `{n}` that takes {t}, {s} and returns {r}."
                    "Write a Python function `{n}` that takes {t}, {s}, and returns {r}."
                    "Create a function `{n}` which, given {t}, {s} and returns {r}."
                    "Implement `{n}`: given {t}, {i} and return {r}."
                    "Given {t}, write `{n}` to {i} and return {r}."
                    "Define a function `{n}`. It takes {t}, {s} and returns {r}."
                    "I need a function `{n}` that receives {t}. It should {i} and return {r}."
                    "Please write `{n}`, a function that takes {t}, {s} and returns {r}."
                ]
            Kept =
                [
                    "Please define a function `{n}`: given {t}, {i} and return {r}."
                    "Given {t}, create a function `{n}` that {s} and returns {r}."
                    "I need `{n}`. It takes {t}, {s} and returns {r}."
                ]
        }

    let private withoutSteps =
        {
            Seen =
                [
                    "Write a function `{n}` that takes {t} and returns {r}."
                    "Write a Python function `{n}` that takes {t} and returns {r}."
                    "Create a function `{n}` which, given {t}, returns {r}."
                    "Implement `{n}`: given {t}, return {r}."
                    "Given {t}, write `{n}` to return {r}."
                    "Define a function `{n}`. It takes {t} and returns {r}."
                    "I need a function `{n}` that receives {t}. It should return {r}."
                    "Please write `{n}`, a function that takes {t} and returns {r}."
                ]
            Kept =
                [
                    "Please define a function `{n}`: given {t}, return {r}."
                    "Given {t}, create a function `{n}` that returns {r}."
                    "I need `{n}`. It takes {t} and returns {r}."
                ]
        }

    /// Further verbs of a phrase are marked by ^, so that all of them can be conjugated.
    let conjugate (phrase: string) =
        phrase.Split '^' |> Array.map English.thirdPerson |> String.concat ""

    /// For a request in one verb phrase: {s} in the third person, {i} in the infinitive.
    let private inOnePhrase =
        Phrasing.ofLines
            """
            Write a function `{n}` that {s}.
            Write a Python function `{n}` to {i}.
            Create a function `{n}` that {s}.
            Implement `{n}`: {i}.
            Define a function `{n}` which {s}.
            I need a function `{n}`. It should {i}.
            Please write `{n}`, a function that {s}.
            ~ Please define a function `{n}` to {i}.
            ~ I need `{n}`, a function that {s}.
            ~ Create `{n}` to {i}.
            """

    /// The request for a function whose whole purpose is one verb phrase.
    let writePhrase (voice: Voice) (name: string) (phrase: string) =
        (Voice.say inOnePhrase voice).Replace("{n}", name).Replace("{s}", conjugate phrase).Replace("{i}", phrase.Replace("^", ""))

    let private joinSteps (voice: Voice) (steps: string list) =
        String.concat
            (if steps.Length > 1 && Dice.chance 25 voice.Dice then
                 ", then "
             else
                 ", ")
            steps

    let write (voice: Voice) (name: string) (taken: string) (steps: string list) (result: string) =
        let frame = Voice.say (if steps.IsEmpty then withoutSteps else withSteps) voice
        let inThird = frame.Contains "{s}"

        let said =
            joinSteps
                voice
                (if inThird then
                     List.map English.thirdPerson steps
                 else
                     steps)

        frame.Replace("{n}", name).Replace("{t}", taken).Replace("{s}", said).Replace("{i}", said).Replace("{r}", result)
