namespace DiffuCoder.Tiny.Corpus.WordProblems

open DiffuCoder.Tiny.Corpus

/// Problems with a plot made of events: what happens to somebody's things, one after the other.
module internal EventStories =

    /// One thing that happens: how it is told, and the step that works it out.
    type private Event =
        {
            Key: string
            Told: string
            Step: string
            Left: int
        }

    let private told seen kept voice =
        Voice.say { Seen = seen; Kept = kept } voice

    let private gain item count (voice: Voice) =
        let k = Voice.number "gain" [ 2..20 ] voice

        let told =
            told
                [
                    $"{{who}} finds {k} more."
                    $"A friend gives {{who}} {k} more."
                    $"{{who}} gets {k} more."
                ]
                [ $"{{who}} is given {k} more." ]
                voice

        {
            Key = "gain"
            Told = told
            Step = $"Now there are {count} + {k} = {count + k} {item}."
            Left = count + k
        }

    let private loss item count (voice: Voice) =
        let k = Voice.number "loss" [ 1..15 ] voice

        let told =
            told
                [
                    $"{{who}} loses {k} of them."
                    $"{{who}} gives {k} of them away."
                    $"{{who}} gives {k} to a friend."
                ]
                [ $"{{who}} gives a friend {k} of them." ]
                voice

        {
            Key = "loss"
            Told = told
            Step = $"Now there are {count} - {k} = {count - k} {item}."
            Left = count - k
        }

    let private boxes item count (voice: Voice) =
        let n = Voice.number "boxes" [ 2..6 ] voice
        let k = Voice.number "in a box" [ 2..10 ] voice

        let told =
            told
                [
                    $"{{who}} buys {n} boxes of {k}."
                    $"{{who}} gets {n} boxes with {k} in each."
                    $"A friend gives {{who}} {n} boxes of {k}."
                ]
                [ $"{{who}} buys {n} boxes with {k} in each." ]
                voice

        {
            Key = "boxes"
            Told = told
            Step = $"The boxes hold {n} * {k} = {n * k} {item}.\nNow there are {count} + {n * k} = {count + n * k} {item}."
            Left = count + n * k
        }

    let private twice item count voice =
        let told =
            told
                [
                    "Then the number doubles."
                    "{who} doubles the number of them."
                    "Then {who} has twice as many."
                ]
                [ "Then {who} doubles the number." ]
                voice

        {
            Key = "twice"
            Told = told
            Step = $"Twice as many are 2 * {count} = {2 * count} {item}."
            Left = 2 * count
        }

    let private half item count voice =
        let told =
            told
                [
                    "{who} sells half of them."
                    "{who} gives half of them away."
                    "Half of them get lost."
                ]
                [ "Half of them {who} gives away." ]
                voice

        {
            Key = "half"
            Told = told
            Step = $"Half of them are {count} / 2 = {count / 2} {item}."
            Left = count / 2
        }

    let private bags item count (voice: Voice) =
        let n = Voice.number "bags" [ 3..6 ] voice

        let told =
            told
                [
                    $"{{who}} puts them equally into {n} bags and keeps one bag."
                    $"{{who}} shares them equally into {n} bags and takes one of these."
                ]
                [ $"{{who}} puts them equally into {n} bags and takes one of these." ]
                voice

        {
            Key = "bags"
            Told = told
            Step = $"One bag holds {count} / {n} = {count / n} {item}."
            Left = (if count % n = 0 then count / n else -1)
        }

    let private halved item count voice =
        if count % 2 = 0 then
            half item count voice
        else
            twice item count voice

    /// Draws a story, or None where something does not divide or more is given away than there is.
    let tryDraw (voice: Voice) : Story option =
        let item = Stories.thing voice
        let start = Voice.number "start" [ 4..30 ] voice
        let length = Dice.weighted [ 4, 2; 3, 3 ] voice.Dice

        let events, left =
            (start, [ 1..length ])
            ||> List.mapFold (fun count _ ->
                let event =
                    Dice.pick [ gain; loss; boxes; twice; halved; bags ] voice.Dice item count voice

                event, event.Left)

        for first, second in events |> List.map _.Key |> List.pairwise do
            Voice.pair $"event {first}" $"event {second}" voice

        if events |> List.forall (fun event -> event.Left > 0) && left < 1000 then
            Some
                {
                    Family = "events"
                    Facts =
                        let ending = events |> List.map _.Told |> String.concat " "

                        {
                            Seen =
                                [
                                    $"{{who}} has {start} {item}. {ending}"
                                    $"{{who}} starts with {start} {item}. {ending}"
                                    $"There are {start} {item} on a table of {{who}}. {ending}"
                                ]
                            Kept = [ $"{{who}} has {start} {item} on a table. {ending}" ]
                        }
                    Ask =
                        {
                            Seen =
                                [
                                    $"How many {item} does {{who}} have now?"
                                    $"How many {item} are there in the end?"
                                    $"How many {item} are left for {{who}}?"
                                ]
                            Kept = [ $"How many {item} does {{who}} have in the end?" ]
                        }
                    Steps = events |> List.map _.Step
                    Result = left
                }
        else
            None
