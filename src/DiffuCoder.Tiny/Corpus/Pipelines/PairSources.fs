namespace DiffuCoder.Tiny.Corpus.Pipelines

open DiffuCoder.Tiny.Corpus

/// Functions of two lists.
module internal PairSources =

    let private twoLists =
        """
        two lists of integers
        two lists of numbers
        two lists `first` and `second`
        the lists `first` and `second`
        two lists of whole numbers
        ~ the two lists `first` and `second`
        ~ a first and a second list of integers
        """

    let private source key python read reading low high names =
        let arguments landmarks size dice =
            [
                Value.ints (Arguments.numbers low high landmarks size dice)
                Value.ints (Arguments.numbers low high landmarks size dice)
            ]

        let both (values: Value list) =
            read (Value.toList values[0]) (Value.toList values[1]) |> List

        Source.make
            key
            [ "first"; "second" ]
            (Some python)
            Numbers
            both
            twoLists
            reading
            (Phrasing.canonical (Phrasing.ofLines reading))
            arguments
            names

    /// An expression of a and b for each position.
    let private pairwise (symbol: string) apply keyword verbs () =
        let each = List.map2 (fun a b -> Int(apply (Value.toInt a) (Value.toInt b)))
        source "two lists" $"[{symbol} for a, b in zip(first, second)]" each verbs -5 15 [ "pairs"; "lists"; keyword ]

    let private common () =
        source
            "common"
            "[n for n in first if n in second]"
            (fun first second -> first |> List.filter (fun n -> List.contains n second))
            """
            keep what of the first is in the second
            keep the numbers that are in both
            keep the numbers of the first that are in the second
            take the numbers they have in common
            select what is in both
            ~ select the numbers that are in both
            ~ take what they have in common
            """
            -2
            12
            [ "lists"; "common" ]

    let private difference () =
        source
            "difference"
            "[n for n in first if n not in second]"
            (fun first second -> first |> List.filter (fun n -> not (List.contains n second)))
            """
            keep what of the first is not in the second
            remove from the first what is in the second
            keep the numbers of the first that are not in the second
            drop from the first all numbers of the second
            select what is only in the first
            ~ select the numbers that are only in the first
            ~ drop from the first what is in the second
            """
            -2
            12
            [ "lists"; "missing" ]

    let choices: (int * (unit -> Source)) list =
        [
            2, common
            2, difference
            2,
            pairwise
                "a + b"
                (+)
                "added"
                """
                add them pairwise
                add the numbers at each position
                add each number of the first to the one in the second
                add them up position by position
                sum the pairs
                ~ add the pairs
                ~ sum the numbers at each position
                """
            2,
            pairwise
                "a * b"
                (*)
                "multiplied"
                """
                multiply them pairwise
                multiply the numbers at each position
                multiply each number of the first by the one in the second
                multiply them position by position
                multiply the pairs
                ~ multiply each pair
                ~ multiply the pairs position by position
                """
            1,
            pairwise
                "a - b"
                (-)
                "subtracted"
                """
                subtract the second from the first pairwise
                subtract the numbers of the second at each position
                subtract from each number of the first the one in the second
                subtract the second from the first position by position
                take the first minus the second pairwise
                ~ take the first minus the second at each position
                ~ subtract the second from the first at each position
                """
            1,
            pairwise
                "max(a, b)"
                max
                "larger"
                """
                take the larger of each pair
                take the larger number at each position
                keep the larger of each pair
                take the maximum of each pair
                pick the larger one position by position
                ~ pick the larger of each pair
                ~ keep the larger number at each position
                """
            1,
            pairwise
                "min(a, b)"
                min
                "smaller"
                """
                take the smaller of each pair
                take the smaller number at each position
                keep the smaller of each pair
                take the minimum of each pair
                pick the smaller one position by position
                ~ pick the smaller of each pair
                ~ keep the smaller number at each position
                """
        ]
