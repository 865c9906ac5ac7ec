namespace DiffuCoder.Tiny.Corpus

open DiffuCoder.Runtime

/// How much choice there is in the way a program of the corpus is written.
type Manner =
    /// Each program in one way only, which the request decides.
    | OneStyle
    /// Forms, names and wordings drawn independently of the request, so that it has several right answers; word problems have
    /// small numbers.
    | ManyStyles

/// How the steps of a program are laid out.
type internal Form =
    /// A comprehension for each step, assigned to a variable.
    | Steps
    /// Steps inside each other, where that can be read.
    | Inline
    /// Loops that append.
    | Loops
    /// map, filter and lambda.
    | Functional
    /// A condition or change in a function of its own.
    | Helpers

/// The way one program is written: nothing of it changes what the program does.
type internal Style =
    {
        Form: Form
        /// The variable of what is made, if it is not named after its kind.
        Made: string option
        /// Which of the names that an item can have.
        Item: int
        /// Whether an empty collection is dealt with first.
        ReturnsEarly: bool
        /// Whether a sum is written += .
        Augments: bool
        /// Whether two outcomes stand in one line.
        Ternary: bool
        /// Whether a comment says what the first lines do.
        Comments: bool
        /// Whether a function of its own stands below rather than within.
        HelperBelow: bool
        /// Where words of docstrings and names are drawn from; none where the first of each is used.
        Words: RandomStream option
    }

module internal Style =

    /// The one way of <c>OneStyle</c>.
    let single =
        {
            Form = Steps
            Made = None
            Item = 0
            ReturnsEarly = false
            Augments = false
            Ternary = false
            Comments = false
            HelperBelow = false
            Words = None
        }

    let draw (dice: RandomStream) =
        {
            Form = Dice.weighted [ 3, Steps; 3, Inline; 3, Loops; 2, Functional; 2, Helpers ] dice
            Made = Dice.pick [ None; Some "result"; Some "out"; Some "kept"; Some "found" ] dice
            Item = Dice.below 4 dice
            ReturnsEarly = Dice.chance 50 dice
            Augments = Dice.chance 50 dice
            Ternary = Dice.chance 50 dice
            Comments = Dice.chance 20 dice
            HelperBelow = Dice.chance 50 dice
            Words = Some dice
        }

    let ofManner manner dice =
        match manner with
        | OneStyle -> single
        | ManyStyles -> draw dice

    /// One of several names that is none of those already in use; the first where the style draws nothing.
    let name (style: Style) (used: string list) (names: string list) =
        match style.Words, names |> List.filter (fun name -> not (List.contains name used)) with
        | Some dice, (_ :: _ as free) -> Dice.pick free dice
        | _ -> names.Head

    /// The voice of docstrings and comments, which chooses among the phrases that training shows; none where the first one is said.
    let voice (style: Style) =
        style.Words |> Option.map (fun dice -> Voice.create dice Train)
