namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Conditions on whole numbers.
module internal NumberTests =

    /// Adjectives: "the even numbers".
    let private adjective (word: string) =
        Phrasing.make
            [ $"the {word} {{s}}"; $"{word} {{s}}"; $"the {{s}} that are {word}" ]
            [ $"all {{s}} that are {word}"; $"all the {word} {{s}}" ],
        Phrasing.said $"are {word}"

    /// Comparisons: "the numbers above 5".
    let private comparison (seen: string list) (kept: string list) =
        let nouns words =
            [ $"the {{s}} {words}"; $"{{s}} that are {words}" ]

        let are words = $"are {words}"

        Phrasing.make (List.collect nouns seen) ((seen |> List.map (fun words -> $"all {{s}} {words}")) @ List.collect nouns kept),
        Phrasing.make (List.map are seen) (List.map are kept)

    let private make holds (landmarks: int list) sides negated =
        Test.ofSides Value.toInt holds (landmarks |> List.map (fun n -> Int(int64 n))) sides negated

    let private parity =
        make
            (fun n -> Python.modulo n 2L = 0L)
            []
            (Test.side "even" (fun x -> $"{x} %% 2 == 0") (adjective "even") [ "even"; "evens" ],
             Test.side "odd" (fun x -> $"{x} %% 2 != 0") (adjective "odd") [ "odd"; "odds" ])

    let private sign (word: string) symbol opposite holds =
        make
            holds
            [ -1; 0; 1 ]
            (Test.side word (fun x -> $"{x} {symbol} 0") (adjective word) [ word ],
             Test.side $"not {word}" (fun x -> $"{x} {opposite} 0") (comparison [ $"not {word}" ] []) [ $"not_{word}" ])

    let private above k =
        make
            (fun n -> n > int64 k)
            [ k; k + 1; k - 1 ]
            (Test.side
                "above"
                (fun x -> $"{x} > {k}")
                (comparison [ $"greater than {k}"; $"above {k}"; $"larger than {k}" ] [ $"over {k}" ])
                [ "above"; "large"; $"over_{k}" ],
             Test.side
                 "at most"
                 (fun x -> $"{x} <= {k}")
                 (comparison [ $"at most {k}"; $"not greater than {k}" ] [ $"not above {k}" ])
                 [ "limited"; $"up_to_{k}" ])

    let private below k =
        make
            (fun n -> n < int64 k)
            [ k; k - 1; k + 1 ]
            (Test.side
                "below"
                (fun x -> $"{x} < {k}")
                (comparison [ $"less than {k}"; $"below {k}"; $"smaller than {k}" ] [])
                [ "below"; "small"; $"under_{k}" ],
             Test.side
                 "at least"
                 (fun x -> $"{x} >= {k}")
                 (comparison [ $"at least {k}"; $"not less than {k}" ] [ $"not below {k}" ])
                 [ "big"; $"from_{k}" ])

    let private multiple k =
        make
            (fun n -> Python.modulo n (int64 k) = 0L)
            [ k; 2 * k; 3 * k; k + 1 ]
            (Test.side
                "multiple"
                (fun x -> $"{x} %% {k} == 0")
                (comparison [ $"divisible by {k}"; $"multiples of {k}" ] [])
                [ "multiples"; "divisible"; $"by_{k}" ],
             Test.side
                 "not multiple"
                 (fun x -> $"{x} %% {k} != 0")
                 (comparison [ $"not divisible by {k}"; $"not multiples of {k}" ] [])
                 [ "indivisible"; $"not_by_{k}" ])

    let private equal k =
        make
            (fun n -> n = int64 k)
            [ k; k + 1; k ]
            (Test.side "equal" (fun x -> $"{x} == {k}") (comparison [ $"equal to {k}" ] []) [ "same"; $"equal_{k}" ],
             Test.side
                 "different"
                 (fun x -> $"{x} != {k}")
                 (comparison [ $"not equal to {k}"; $"different from {k}"; $"other than {k}" ] [])
                 [ "other"; $"not_{k}" ])

    let private lastDigit k =
        let ending (words: string) =
            Phrasing.make [ $"the {{s}} {words} in {k}"; $"{{s}} {words} in {k}" ] [ $"all {{s}} {words} in {k}" ]

        make
            (fun n -> Python.modulo n 10L = int64 k)
            [ k; 10 + k; 20 + k ]
            (Test.side "ends in" (fun x -> $"{x} %% 10 == {k}") (ending "ending", Phrasing.said $"end in {k}") [ "ending"; $"ending_{k}" ],
             Test.side
                 "not ends in"
                 (fun x -> $"{x} %% 10 != {k}")
                 (ending "not ending", Phrasing.said $"do not end in {k}")
                 [ "not_ending" ])

    /// Draws a condition with its constant.
    let draw (voice: Voice) =
        let flip = Dice.chance 35 voice.Dice
        let k operation values = Voice.constant operation values voice

        let chosen =
            Dice.weighted
                [
                    5, (fun () -> parity)
                    2, (fun () -> sign "positive" ">" "<=" (fun n -> n > 0L))
                    2, (fun () -> sign "negative" "<" ">=" (fun n -> n < 0L))
                    4, (fun () -> above (k "above" [ 1..20 ]))
                    4, (fun () -> below (k "below" [ 1..20 ]))
                    4, (fun () -> multiple (k "multiple" [ 3..9 ]))
                    1, (fun () -> equal (k "equal" [ 0..12 ]))
                    2, (fun () -> lastDigit (k "last digit" [ 0..9 ]))
                ]
                voice.Dice

        chosen () flip
