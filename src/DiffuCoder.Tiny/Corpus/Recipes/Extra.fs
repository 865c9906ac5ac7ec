namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// A mapping that a recipe makes use of, or none.
type internal Extra =
    {
        /// Its key, for the pairs of neighbouring operations.
        Key: string
        /// The verb phrase in the instruction.
        Said: string
        /// The verb phrase in the docstring.
        Told: string
        Python: string -> string
        Apply: Value -> Value
        Names: string list
    }

module internal Extra =

    /// A mapping of the object that the instruction calls by the first name and the docstring by the second.
    let ofMapping (mapping: Mapping) (said: string) (told: string) (voice: Voice) =
        {
            Key = mapping.Key
            Said = (Voice.say mapping.Verbs voice).Replace("{x}", said)
            Told = (Phrasing.canonical mapping.Verbs).Replace("{x}", told)
            Python = mapping.Python
            Apply = mapping.Apply
            Names = mapping.Names
        }

    let private nothing =
        {
            Key = "itself"
            Said = ""
            Told = ""
            Python = id
            Apply = id
            Names = []
        }

    let isNothing (extra: Extra) = extra.Said = ""

    /// A mapping in so many of a hundred cases.
    let perhaps percent (draw: Voice -> Mapping) said told (voice: Voice) =
        if Dice.chance percent voice.Dice then
            ofMapping (draw voice) said told voice
        else
            nothing

    /// The phrases behind a joining text, empty where there is no mapping.
    let after (joint: string) (extra: Extra) =
        if isNothing extra then
            "", ""
        else
            joint + extra.Said, joint.Replace("^", "") + extra.Told
