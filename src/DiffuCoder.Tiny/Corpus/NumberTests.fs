namespace DiffuCoder.Tiny.Corpus

/// Conditions on whole numbers.
module internal NumberTests =

    /// What one side of a condition and its opposite need.
    type private Side =
        {
            Key: string
            Python: string -> string
            Passing: Phrasing
            Are: Phrasing
            Names: string list
        }

    let private side key python passing are names =
        {
            Key = key
            Python = python
            Passing = passing
            Are = are
            Names = names
        }

    let private phrases seen kept = { Seen = seen; Kept = kept }

    /// Adjectives: "the even numbers".
    let private adjective (word: string) =
        phrases
            [ $"the {word} {{s}}"; $"{word} {{s}}"; $"the {{s}} that are {word}" ]
            [ $"all {{s}} that are {word}"; $"all the {word} {{s}}" ],
        phrases [ $"are {word}" ] []

    /// Comparisons: "the numbers above 5".
    let private comparison (seen: string list) (kept: string list) =
        let all =
            seen
            |> List.collect (fun words -> [ $"the {{s}} {words}"; $"{{s}} that are {words}" ])

        let unseen =
            kept
            |> List.collect (fun words -> [ $"the {{s}} {words}"; $"{{s}} that are {words}" ])

        phrases all ($"all {{s}} {seen.Head}" :: unseen),
        phrases (seen |> List.map (fun words -> $"are {words}")) (kept |> List.map (fun words -> $"are {words}"))

    let private both holds landmarks (yes: Side) (no: Side) negated : Test =
        let this, other = if negated then no, yes else yes, no

        {
            Key = this.Key
            Python = this.Python
            Holds = fun value -> holds (Value.toInt value) <> negated
            Passing = this.Passing
            Failing = other.Passing
            Are = this.Are
            Names = this.Names
            Landmarks = landmarks |> List.map (fun n -> Int(int64 n))
        }

    let private parity =
        let evenPhrases, areEven = adjective "even"
        let oddPhrases, areOdd = adjective "odd"

        both
            (fun n -> Python.modulo n 2L = 0L)
            []
            (side "even" (fun x -> $"{x} %% 2 == 0") evenPhrases areEven [ "even"; "evens" ])
            (side "odd" (fun x -> $"{x} %% 2 != 0") oddPhrases areOdd [ "odd"; "odds" ])

    let private sign key symbol (word: string) (opposite: string) holds =
        let passing, are = adjective word

        both
            holds
            [ -1; 0; 1 ]
            (side key (fun x -> $"{x} {symbol} 0") passing are [ word ])
            (let passing, are = comparison [ $"not {word}" ] [] in
             side $"not {key}" (fun x -> $"{x} {opposite} 0") passing are [ $"not_{word}" ])

    let private above k =
        let passing, are =
            comparison [ $"greater than {k}"; $"above {k}"; $"larger than {k}" ] [ $"over {k}" ]

        let failing, areNot =
            comparison [ $"at most {k}"; $"not greater than {k}" ] [ $"not above {k}" ]

        both
            (fun n -> n > int64 k)
            [ k - 1; k; k + 1 ]
            (side "above" (fun x -> $"{x} > {k}") passing are [ "above"; "large"; $"over_{k}" ])
            (side "at most" (fun x -> $"{x} <= {k}") failing areNot [ "limited"; $"up_to_{k}" ])

    let private below k =
        let passing, are =
            comparison [ $"less than {k}"; $"below {k}"; $"smaller than {k}" ] [ $"under {k}" ]

        let failing, areNot =
            comparison [ $"at least {k}"; $"not less than {k}" ] [ $"not below {k}" ]

        both
            (fun n -> n < int64 k)
            [ k - 1; k; k + 1 ]
            (side "below" (fun x -> $"{x} < {k}") passing are [ "below"; "small"; $"under_{k}" ])
            (side "at least" (fun x -> $"{x} >= {k}") failing areNot [ "big"; $"from_{k}" ])

    let private multiple k =
        let passing, are =
            comparison [ $"divisible by {k}"; $"multiples of {k}" ] [ $"a multiple of {k}" ]

        let failing, areNot =
            comparison [ $"not divisible by {k}"; $"not multiples of {k}" ] [ $"not a multiple of {k}" ]

        both
            (fun n -> Python.modulo n (int64 k) = 0L)
            [ k; 2 * k; 3 * k; k + 1 ]
            (side "multiple" (fun x -> $"{x} %% {k} == 0") passing are [ "multiples"; "divisible"; $"by_{k}" ])
            (side "not multiple" (fun x -> $"{x} %% {k} != 0") failing areNot [ "indivisible"; $"not_by_{k}" ])

    let private equal k =
        let passing, are = comparison [ $"equal to {k}" ] []

        let failing, areNot =
            comparison [ $"not equal to {k}"; $"different from {k}"; $"other than {k}" ] [ $"not {k}" ]

        both
            (fun n -> n = int64 k)
            [ k; k ]
            (side "equal" (fun x -> $"{x} == {k}") passing are [ "same"; $"equal_{k}" ])
            (side "different" (fun x -> $"{x} != {k}") failing areNot [ "other"; $"not_{k}" ])

    let private lastDigit k =
        let ending (words: string) =
            phrases [ $"the {{s}} {words} in {k}"; $"{{s}} {words} in {k}" ] [ $"all {{s}} {words} in {k}" ]

        both
            (fun n -> Python.modulo n 10L = int64 k)
            [ k; 10 + k; 20 + k ]
            (side "ends in" (fun x -> $"{x} %% 10 == {k}") (ending "ending") (phrases [ $"end in {k}" ] []) [ "ending"; $"ending_{k}" ])
            (side "not ends in" (fun x -> $"{x} %% 10 != {k}") (ending "not ending") (phrases [ $"do not end in {k}" ] []) [ "not_ending" ])

    /// Draws a condition with its constant.
    let draw (voice: Voice) =
        let flip = Dice.chance 35 voice.Dice
        let k operation values = Voice.constant operation values voice

        let chosen =
            Dice.weighted
                [
                    5, (fun _ -> parity)
                    2, (fun _ -> sign "positive" ">" "positive" "<=" (fun n -> n > 0L))
                    2, (fun _ -> sign "negative" "<" "negative" ">=" (fun n -> n < 0L))
                    4, (fun _ -> above (k "above" [ 1..20 ]))
                    4, (fun _ -> below (k "below" [ 1..20 ]))
                    4, (fun _ -> multiple (k "multiple" [ 3..9 ]))
                    1, (fun _ -> equal (k "equal" [ 0..12 ]))
                    2, (fun _ -> lastDigit (k "last digit" [ 0..9 ]))
                ]
                voice.Dice

        chosen () flip
