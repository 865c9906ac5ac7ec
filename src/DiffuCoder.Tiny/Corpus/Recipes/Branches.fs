namespace DiffuCoder.Tiny.Corpus.Recipes

open DiffuCoder.Tiny.Corpus
open DiffuCoder.Tiny.Corpus.Pipelines

/// One number, and what to do depends on a condition.
module internal Branches =

    let private labels =
        [
            "big"
            "small"
            "yes"
            "no"
            "high"
            "low"
            "hot"
            "cold"
            "good"
            "bad"
            "pass"
            "fail"
            "left"
            "right"
            "old"
            "new"
            "red"
            "green"
        ]

    let private around (test: Test) size dice =
        match test.Landmarks with
        // three sizes, and so at least three tests, are for the values on which the condition turns
        | _ :: _ when size > 6 -> [ test.Landmarks[size % test.Landmarks.Length] ]
        | _ -> Recipe.number -9 30 size dice

    /// if test: return one; return other
    let private choose (voice: Voice) =
        let test = NumberTests.draw voice
        let first = NumberMappings.draw voice
        let second = NumberMappings.draw voice

        let is, told = Recipe.is test voice

        let yes =
            Extra.ofMapping first (Dice.pick [ "n"; "the number" ] voice.Dice) "n" voice

        let no = Extra.ofMapping second (Dice.pick [ "it"; "n" ] voice.Dice) "n" voice

        { Recipe.make
              [ "n" ]
              $"""
              {yes.Said} if n {is}, otherwise ^{no.Said}
              {yes.Said} if n {is} and otherwise ^{no.Said}
              take an integer n and ^{yes.Said} if it {is}, otherwise ^{no.Said}
              check whether n {is}, if so ^{yes.Said}, else ^{no.Said}
              {yes.Said} if the number {is}, else ^{no.Said}
              ~ take a number n, ^{yes.Said} if it {is}, else ^{no.Said}
              ~ check whether the number {is}, if so ^{yes.Said}, otherwise ^{no.Said}
              """
              $"if n {told} {yes.Told}, else {no.Told}"
              [
                  $"""if {test.Python "n"}:"""
                  $"""    return {first.Python "n"}"""
                  $"""return {second.Python "n"}"""
              ]
              (List.head
               >> fun n ->
                   // two branches that do the same are no task
                   if first.Key = second.Key then
                       None
                   else
                       Some(if test.Holds n then first.Apply n else second.Apply n))
              (around test)
              [ "number"; "value"; "case" ]
              [ test.Names; first.Names; second.Names ] with
            Pairs =
                [
                    $"if {test.Key}", $"then {first.Key}"
                    $"if {test.Key}", $"else {second.Key}"
                ]
        }

    /// if test: return "word"; return "other"
    let private label (voice: Voice) =
        let test = NumberTests.draw voice
        let yes = Voice.constant "label" labels voice
        let no = Voice.constant "other label" (List.except [ yes ] labels) voice
        let is, told = Recipe.is test voice

        { Recipe.make
              [ "n" ]
              $"""
              return "{yes}" if n {is}, otherwise "{no}"
              return "{yes}" if n {is} and "{no}" otherwise
              label n "{yes}" if it {is} and "{no}" if not
              return "{yes}" when the number {is}, else "{no}"
              take a number n and ^return "{yes}" if it {is}, else "{no}"
              ~ take a number n and ^return "{yes}" if it {is} and "{no}" otherwise
              ~ return "{yes}" when n {is}, otherwise "{no}"
              """
              $"return \"{yes}\" if n {told}, else \"{no}\""
              [ $"""if {test.Python "n"}:"""; $"    return \"{yes}\""; $"return \"{no}\"" ]
              (List.head >> fun n -> Some(Str(if test.Holds n then yes else no)))
              (around test)
              [ "number"; "value"; "label" ]
              [ [ "label"; "name"; "classify" ]; test.Names ] with
            Pairs = [ "label", test.Key ]
        }

    /// Three labels by two thresholds.
    let private grade (voice: Voice) =
        let low = Voice.constant "grade low" [ 3..9 ] voice
        let high = Voice.constant "grade high" [ 10..20 ] voice
        let below = Voice.constant "grade" labels voice
        let middle = Voice.constant "grade" (List.except [ below ] labels) voice
        let above = Voice.constant "grade" (List.except [ below; middle ] labels) voice

        Recipe.make
            [ "n" ]
            $"""
            return "{below}" below {low}, "{middle}" below {high} and "{above}" otherwise
            return "{below}" for n less than {low}, "{middle}" for n less than {high} and "{above}" for the rest
            label n "{below}" below {low}, "{middle}" below {high} and else "{above}"
            return "{below}" if n is below {low}, "{middle}" if it is below {high}, else "{above}"
            return "{below}" if n is less than {low}, "{middle}" if it is less than {high}, otherwise "{above}"
            ~ label n "{below}" if it is less than {low}, "{middle}" if it is less than {high}, else "{above}"
            ~ return "{below}" for n below {low}, "{middle}" for n below {high}, otherwise "{above}"
            """
            $"return \"{below}\" below {low}, \"{middle}\" below {high}, else \"{above}\""
            [
                $"if n < {low}:"
                $"    return \"{below}\""
                $"if n < {high}:"
                $"    return \"{middle}\""
                $"return \"{above}\""
            ]
            (Recipe.ofInts (fun n ->
                Str(
                    if n[0] < int64 low then below
                    elif n[0] < int64 high then middle
                    else above
                )))
            (fun size dice ->
                [
                    Recipe.int (Dice.pick [ low - 1; low; high - 1; high; low - size; high + size ] dice)
                ])
            [ "number"; "level" ]
            [ [ "grade"; "label"; "level" ]; [ "of"; "for" ]; [ "n"; "number"; "points" ] ]

    let private buzz (voice: Voice) =
        let a = Voice.constant "buzz first" [ 2..5 ] voice
        let b = Voice.constant "buzz second" [ 3..9 ] voice
        let b = if a = b then b + 1 else b

        let first =
            Voice.constant "buzz word" [ "fizz"; "ping"; "foo"; "tick"; "hip"; "zig" ] voice

        let second =
            Voice.constant "buzz other word" [ "buzz"; "pong"; "bar"; "tock"; "hop"; "zag" ] voice

        Recipe.make
            [ "n" ]
            $"""
            return "{first}" if n is divisible by {a}, "{second}" if it is divisible by {b}, else n as text
            return "{first}" for multiples of {a}, "{second}" for multiples of {b} and else n as text
            return "{first}" if {a} divides n, "{second}" if {b} divides n, otherwise n as text
            return "{first}" when n is a multiple of {a}, "{second}" when it is a multiple of {b}, else n as text
            return "{first}" if n is divisible by {a}, "{second}" if by {b}, otherwise n as text
            ~ return "{first}" when {a} divides n, "{second}" when {b} divides n, else n as text
            ~ return "{first}" for multiples of {a}, "{second}" for multiples of {b}, otherwise n as text
            """
            $"return \"{first}\" if {a} divides n, \"{second}\" if {b} divides n, else n as text"
            [
                $"if n %% {a} == 0:"
                $"    return \"{first}\""
                $"if n %% {b} == 0:"
                $"    return \"{second}\""
                "return str(n)"
            ]
            (Recipe.ofInts (fun n ->
                Str(
                    if n[0] % int64 a = 0L then first
                    elif n[0] % int64 b = 0L then second
                    else string n[0]
                )))
            (fun size dice -> [ Recipe.int (Dice.pick [ a; b; a * b; 2 * a; 2 * b; 3 * b; 1 + size ] dice) ])
            [ "number"; "game" ]
            [ [ first ]; [ second ] ]

    let all: (int * (Voice -> Recipe)) list = [ 8, choose; 4, label; 2, grade; 2, buzz ]
