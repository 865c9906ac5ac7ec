namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Runtime
open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// A task that is asked for in one verb phrase.
type internal Recipe =
    {
        /// Operations that meet in it, where it is composed of several.
        Pairs: (string * string) list
        Parameters: string list
        Verbs: Phrasing
        /// The docstring, without its full stop.
        Says: string
        /// The lines below the docstring, the first level of indentation left out; {self} stands for the name.
        Lines: string list
        /// None where Python would raise an exception or not end.
        Apply: Value list -> Value option
        /// Arguments of a size.
        Arguments: int -> RandomStream -> Value list
        Nouns: string list
        Names: string list list
    }

module internal Recipe =

    /// A task of fixed form: its phrases, its code and its meaning.
    let make parameters verbs says lines apply arguments nouns names =
        {
            Pairs = []
            Parameters = parameters
            Verbs = Phrasing.ofLines verbs
            Says = says
            Lines = lines
            Apply = apply
            Arguments = arguments
            Nouns = nouns
            Names = names
        }

    /// The expression in parentheses where it is a sum, quotient or the like: a factor of a product.
    let factor (python: string) =
        let called =
            [ "abs("; "max("; "min(" ]
            |> List.exists (fun call -> python.StartsWith(call, System.StringComparison.Ordinal))

        if python.Contains ' ' && not called then
            $"({python})"
        else
            python

    let private ints = List.map Value.toInt

    /// The meaning of a function of whole numbers.
    let ofInts (meaning: int64 list -> Value) = ints >> meaning >> Some

    /// The meaning of a function of one text.
    let ofText (meaning: string -> Value) =
        List.head >> Value.toText >> meaning >> Some

    let int (n: int) = Int(int64 n)

    /// One number, larger for larger sizes.
    let number low high size dice =
        [ int (if size < 2 then low + size else Dice.between low high dice) ]

    /// The words in which a task names the numbers, words or values that pass a test: the instruction's and the docstring's.
    let passing (test: Test) items (voice: Voice) =
        (Voice.say test.Passing voice).Replace("{s}", items), (Phrasing.canonical test.Passing).Replace("{s}", items)

    /// What the instruction and the docstring say of one number that passes: "is even".
    let is (test: Test) (voice: Voice) =
        English.singular (Voice.say test.Are voice), English.singular (Phrasing.canonical test.Are)

    /// The docstring: what the recipe says, or one of the phrases that ask for it.
    let private docstring (style: Style) (recipe: Recipe) =
        let said =
            match Style.voice style with
            | Some voice when Dice.chance 70 voice.Dice ->
                let phrase = Voice.say recipe.Verbs voice

                if Dice.chance 50 voice.Dice then
                    Instruction.conjugate phrase
                else
                    phrase.Replace("^", "")
            | _ -> recipe.Says

        English.capitalise said + "."

    let draft (family: string) (style: Style) (voice: Voice) (recipe: Recipe) : Draft option =
        let tests =
            Draft.sizes
            |> List.map (fun size -> recipe.Arguments size voice.Dice)
            |> List.distinct
            |> List.choose (fun arguments -> recipe.Apply arguments |> Option.map (fun expected -> arguments, expected))

        if not (Draft.worthKeeping tests) then
            None
        else
            for first, second in recipe.Pairs do
                Voice.pair first second voice

            let name = Naming.draw voice recipe.Nouns recipe.Names

            if Draft.hides name recipe.Lines then
                None
            else
                Some
                    {
                        Family = family
                        Instruction = Instruction.writePhrase voice name (Voice.say recipe.Verbs voice)
                        EntryPoint = name
                        Parameters = recipe.Parameters
                        Docstring = docstring style recipe
                        Body =
                            recipe.Lines
                            |> Rewriting.inStyle style recipe.Parameters
                            |> List.map (fun line -> "    " + line.Replace("{self}", name) + "\n")
                            |> String.concat ""
                        Tests = tests
                        Choices = List.ofSeq voice.Choices
                    }
