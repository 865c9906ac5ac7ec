namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Draws what functions return.
module internal Results =

    let draw kind (voice: Voice) : Reduction =
        let itself () = SequenceResults.itself kind
        let joined () = SequenceResults.joined kind voice

        let choices =
            match kind with
            | OneNumber -> OneNumberResults.choices voice
            | Numbers ->
                [ 6, itself; 2, joined ]
                @ SequenceResults.choices Numbers
                @ NumberResults.choices voice
            | Words ->
                [ 6, itself; 4, joined ]
                @ SequenceResults.choices Words
                @ WordResults.choices voice
            | Letters ->
                [ 2, itself; 8, joined ]
                @ SequenceResults.choices Letters
                @ SequenceResults.verdicts Letters LetterTests.draw voice
            | Scores -> ScoreResults.choices
            | Text -> TextResults.choices voice

        Dice.weighted choices voice.Dice ()
