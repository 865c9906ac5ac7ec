namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Draws changes of collections.
module internal Changes =

    let draw kind (voice: Voice) =
        let choices =
            match kind with
            | OneNumber -> invalidArg (nameof kind) "a single number has no order to change"
            | Numbers -> SequenceChanges.choices Numbers voice @ NumberChanges.choices
            | Words -> SequenceChanges.choices Words voice @ WordChanges.choices
            | Letters -> SequenceChanges.choices Letters voice
            | Scores -> ScoreChanges.choices
            | Text -> TextChanges.choices voice

        Dice.weighted choices voice.Dice ()
