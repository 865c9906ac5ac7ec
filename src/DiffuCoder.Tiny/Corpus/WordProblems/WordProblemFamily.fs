namespace DiffuCoder.Tiny.Corpus.WordProblems

open System.Text.RegularExpressions
open DiffuCoder.Tiny.Corpus

/// Word problems with worked answers.
module internal WordProblemFamily =

    let private people =
        [
            "Ann"
            "Ben"
            "Carla"
            "David"
            "Emma"
            "Felix"
            "Gina"
            "Hugo"
            "Ida"
            "Jonas"
            "Kira"
            "Leo"
            "Mia"
            "Nora"
            "Otto"
            "Paula"
        ]

    let private staysWithin largest (story: Story) =
        story.Steps
        |> Seq.collect (fun step -> Regex.Matches(step, @"\d+"))
        |> Seq.forall (fun number -> int number.Value <= largest)

    /// The question, the worked answer, the result, the family and the choices made; None where the numbers do not fit.
    let tryDraw (voice: Voice) =
        let story =
            // a fixed plot has no combinations to hold out
            if voice.Split = HeldOutCombinations || Dice.chance 40 voice.Dice then
                EventStories.tryDraw voice
            else
                Some(Stories.draw voice)

        story
        |> Option.filter (staysWithin voice.Numbers.Reached)
        |> Option.map (fun story ->
            let who = Dice.pick people voice.Dice

            let named (text: string) =
                English.capitalise (text.Replace("{who}", who))

            let question =
                named (Voice.say story.Facts voice) + " " + named (Voice.say story.Ask voice)

            let worked =
                (story.Steps |> List.map named |> String.concat "\n") + $"\n#### {story.Result}"

            story.Family, question, worked, story.Result, List.ofSeq voice.Choices)
