namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Conditions on texts, be they words or characters.
module internal TextTests =

    /// "that start with x": phrases from verbs, the first of which the docstring uses.
    let relative (seen: string list) (kept: string list) =
        let nouns verbs =
            verbs
            |> List.collect (fun verb -> [ $"the {{s}} that {verb}"; $"{{s}} that {verb}" ])

        Phrasing.make (nouns seen) ($"all {{s}} that {seen.Head}" :: nouns kept), Phrasing.make seen kept

    let make holds (landmarks: string list) sides negated =
        Test.ofSides Value.toText holds (landmarks |> List.map Str) sides negated
