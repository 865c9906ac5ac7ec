namespace DiffuCoder.Tiny.Corpus.WordProblems

open DiffuCoder.Tiny.Corpus

/// Problems with a fixed plot. {who} is a name, fixed once for the whole problem.
module internal Stories =

    let private phrases seen kept = { Seen = seen; Kept = kept }

    let private story family facts ask steps result =
        {
            Family = family
            Facts = facts
            Ask = ask
            Steps = steps
            Result = result
        }

    let private things =
        [
            "pens"
            "books"
            "apples"
            "cards"
            "stamps"
            "cups"
            "shells"
            "marbles"
            "stickers"
            "coins"
            "cookies"
            "ribbons"
        ]

    let thing (voice: Voice) = Dice.pick things voice.Dice

    let private shopping voice =
        let item =
            Dice.pick [ "pens"; "books"; "apples"; "cups"; "cards"; "balls" ] voice.Dice

        let count = Voice.number "shopping count" [ 2..9 ] voice
        let price = Voice.number "shopping price" [ 2..12 ] voice
        let paid = (count * price / 10 + Dice.between 1 3 voice.Dice) * 10
        let cost = count * price

        story
            "shopping"
            (phrases
                [
                    $"{{who}} buys {count} {item} for {price} dollars each and pays with {paid} dollars."
                    $"{item} cost {price} dollars each. {{who}} buys {count} of them and pays {paid} dollars."
                    $"{{who}} pays {paid} dollars for {count} {item} that cost {price} dollars each."
                ]
                [
                    $"{{who}} buys {count} {item} and pays with {paid} dollars. Each of them costs {price} dollars."
                ])
            (phrases
                [ "How many dollars does {who} get back?"; "How much change does {who} get?" ]
                [ "How many dollars of change does {who} get back?" ])
            [
                $"The {item} cost {count} * {price} = {cost} dollars."
                $"{{who}} gets back {paid} - {cost} = {paid - cost} dollars."
            ]
            (paid - cost)

    let private sharing voice =
        let item = thing voice
        let people = Voice.number "sharing people" [ 2..9 ] voice
        let each = Voice.number "sharing each" [ 2..12 ] voice
        let total = people * each
        let first = Dice.between 1 (total - 1) voice.Dice

        story
            "sharing"
            (phrases
                [
                    $"{{who}} has {first} {item} and gets {total - first} more. {{who}} shares them equally among {people} friends."
                    $"{{who}} puts {first} {item} and {total - first} more together and shares all of them equally among {people} friends."
                    $"There are {first} {item} in one bag and {total - first} in another. {{who}} shares them equally among {people} friends."
                ]
                [
                    $"{{who}} shares {first} {item} and {total - first} more equally among {people} friends."
                ])
            (phrases
                [
                    $"How many {item} does each friend get?"
                    $"How many {item} are there for each friend?"
                ]
                [ $"How many of the {item} does each friend get?" ])
            [
                $"Together there are {first} + {total - first} = {total} {item}."
                $"Each friend gets {total} / {people} = {each} {item}."
            ]
            each

    let private ages voice =
        let age = Voice.number "age" [ 4..20 ] voice
        let older = Voice.number "age older" [ 2..15 ] voice
        let later = Voice.number "age later" [ 2..12 ] voice
        let relative = Dice.pick [ "brother"; "sister"; "cousin"; "friend" ] voice.Dice

        story
            "ages"
            (phrases
                [
                    $"{{who}} is {age} years old. A {relative} is {older} years older."
                    $"{{who}} is {age} and has a {relative} who is {older} years older."
                    $"A {relative} of {{who}} is {older} years older than {{who}}, who is {age}."
                ]
                [
                    $"{{who}}, who is {age} years old, has a {relative} who is {older} years older."
                ])
            (phrases
                [
                    $"How old will the {relative} be in {later} years?"
                    $"What will the age of the {relative} be in {later} years?"
                ]
                [ $"In {later} years, how old will the {relative} be?" ])
            [
                $"The {relative} is {age} + {older} = {age + older} years old."
                $"In {later} years the {relative} will be {age + older} + {later} = {age + older + later}."
            ]
            (age + older + later)

    let private travel voice =
        let speed = Voice.number "speed" [ 3..12 ] voice
        let hours = Voice.number "hours" [ 2..6 ] voice
        let extra = Voice.number "extra distance" [ 2..20 ] voice

        story
            "travel"
            (phrases
                [
                    $"{{who}} walks {speed} miles an hour for {hours} hours and then {extra} more miles."
                    $"{{who}} rides for {hours} hours at {speed} miles an hour, then walks {extra} miles."
                    $"For {hours} hours {{who}} goes {speed} miles an hour. Then {{who}} goes {extra} miles more."
                ]
                [
                    $"{{who}} walks for {hours} hours at {speed} miles an hour and then {extra} miles more."
                ])
            (phrases [ "How many miles is that in all?"; "How far does {who} go in all?" ] [ "How many miles does {who} go in all?" ])
            [
                $"In {hours} hours {{who}} goes {hours} * {speed} = {hours * speed} miles."
                $"In all that is {hours * speed} + {extra} = {hours * speed + extra} miles."
            ]
            (hours * speed + extra)

    let private discount voice =
        let percent = Voice.number "percent" [ 10; 20; 25; 30; 40; 50; 60; 75 ] voice
        let price = 20 * Voice.number "percent price" [ 1..15 ] voice

        let item =
            Dice.pick [ "coat"; "bike"; "lamp"; "chair"; "radio"; "watch" ] voice.Dice

        let less = price * percent / 100

        story
            "percent"
            (phrases
                [
                    $"A {item} costs {price} dollars. {{who}} gets it for {percent} percent less."
                    $"{{who}} buys a {item} of {price} dollars with {percent} percent off."
                    $"The price of a {item} is {price} dollars, and {{who}} gets {percent} percent off."
                ]
                [
                    $"The price of a {item} is {price} dollars. {{who}} buys it with {percent} percent off."
                ])
            (phrases [ "How many dollars does {who} pay?"; "What does {who} pay?" ] [ $"How many dollars does {{who}} pay for the {item}?" ])
            [
                $"{percent} percent of {price} is {price} * {percent} / 100 = {less}."
                $"{{who}} pays {price} - {less} = {price - less} dollars."
            ]
            (price - less)

    let private machines voice =
        let count = Voice.number "machines" [ 2..9 ] voice
        let rate = Voice.number "machine rate" [ 2..12 ] voice
        let hours = Voice.number "machine hours" [ 2..8 ] voice
        let item = thing voice

        story
            "rates"
            (phrases
                [
                    $"{{who}} has {count} machines. Each makes {rate} {item} in an hour."
                    $"Each of the {count} machines of {{who}} makes {rate} {item} an hour."
                    $"One machine makes {rate} {item} an hour and {{who}} has {count} of them."
                ]
                [
                    $"{{who}} has {count} machines and each of them makes {rate} {item} an hour."
                ])
            (phrases
                [
                    $"How many {item} do they make in {hours} hours?"
                    $"How many {item} are made in {hours} hours?"
                ]
                [ $"In {hours} hours, how many {item} do they make?" ])
            [
                $"In one hour they make {count} * {rate} = {count * rate} {item}."
                $"In {hours} hours they make {count * rate} * {hours} = {count * rate * hours} {item}."
            ]
            (count * rate * hours)

    let private reading voice =
        let perDay = Voice.number "pages a day" [ 4..20 ] voice
        let days = Voice.number "reading days" [ 2..9 ] voice
        let rest = Voice.number "pages left" [ 3..60 ] voice
        let pages = perDay * days + rest

        story
            "reading"
            (phrases
                [
                    $"{{who}} reads {perDay} pages a day of a book with {pages} pages."
                    $"A book has {pages} pages and {{who}} reads {perDay} pages each day."
                    $"{{who}} has a book of {pages} pages and reads {perDay} of them a day."
                ]
                [ $"A book of {{who}} has {pages} pages. {{who}} reads {perDay} pages a day." ])
            (phrases
                [
                    $"How many pages are left after {days} days?"
                    $"How many pages remain after {days} days?"
                ]
                [ $"After {days} days, how many pages are left?" ])
            [
                $"In {days} days {{who}} reads {days} * {perDay} = {days * perDay} pages."
                $"There are {pages} - {days * perDay} = {rest} pages left."
            ]
            rest

    let private saving voice =
        let weekly = Voice.number "weekly" [ 2..12 ] voice
        let weeks = Voice.number "weeks" [ 2..12 ] voice
        let owned = Voice.number "owned" [ 3..40 ] voice
        let price = owned + weekly * weeks

        story
            "saving"
            (phrases
                [
                    $"{{who}} has {owned} dollars and saves {weekly} dollars a week for a game of {price} dollars."
                    $"A game costs {price} dollars. {{who}} has {owned} dollars and saves {weekly} dollars each week."
                    $"{{who}} saves {weekly} dollars a week, has {owned} dollars now and needs {price} dollars."
                ]
                [
                    $"{{who}} has {owned} dollars now, saves {weekly} dollars each week and needs {price} dollars."
                ])
            (phrases
                [
                    "After how many weeks does {who} have enough?"
                    "How many weeks does it take?"
                ]
                [ "How many weeks does it take until {who} has enough?" ])
            [
                $"{{who}} still needs {price} - {owned} = {price - owned} dollars."
                $"That takes {price - owned} / {weekly} = {weeks} weeks."
            ]
            weeks

    let private fence voice =
        let length = Voice.number "fence length" [ 5..20 ] voice
        let width = Voice.number "fence width" [ 2..12 ] voice
        let price = Voice.number "fence price" [ 2..9 ] voice
        let around = 2 * (length + width)

        story
            "geometry"
            (phrases
                [
                    $"A garden of {{who}} is {length} meters long and {width} meters wide. A fence costs {price} dollars a meter."
                    $"{{who}} puts a fence around a garden {length} meters long and {width} meters wide, for {price} dollars a meter."
                    $"A fence costs {price} dollars a meter. The garden of {{who}} is {length} meters by {width} meters."
                ]
                [
                    $"{{who}} has a garden {length} meters long and {width} meters wide. Each meter of fence costs {price} dollars."
                ])
            (phrases
                [
                    "What does a fence around the garden cost?"
                    "How many dollars does the fence around it cost?"
                ]
                [ "How many dollars does a fence around the garden cost?" ])
            [
                $"Length and width together are {length} + {width} = {length + width} meters."
                $"The fence is 2 * {length + width} = {around} meters long."
                $"It costs {around} * {price} = {around * price} dollars."
            ]
            (around * price)

    let private comparison voice =
        let item = thing voice
        let count = Voice.number "compared" [ 3..20 ] voice
        let times = Voice.number "compared times" [ 2..6 ] voice

        story
            "comparison"
            (phrases
                [
                    $"{{who}} has {count} {item}. A friend has {times} times as many."
                    $"A friend of {{who}} has {times} times as many {item} as {{who}}, who has {count}."
                    $"{{who}} owns {count} {item} and a friend owns {times} times as many."
                ]
                [
                    $"{{who}}, who has {count} {item}, has a friend who has {times} times as many."
                ])
            (phrases
                [
                    $"How many {item} do they have together?"
                    $"How many {item} is that in all?"
                ]
                [ $"How many {item} do they have in all?" ])
            [
                $"The friend has {times} * {count} = {times * count} {item}."
                $"Together they have {count} + {times * count} = {count + times * count} {item}."
            ]
            (count + times * count)

    /// Draws a problem with a fixed plot.
    let draw (voice: Voice) =
        Dice.pick
            [
                shopping
                sharing
                ages
                travel
                discount
                machines
                reading
                saving
                fence
                comparison
            ]
            voice.Dice
            voice
