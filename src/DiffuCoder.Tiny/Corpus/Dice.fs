namespace DiffuCoder.Tiny.Corpus

open System.Text

/// A stream of pseudo-random choices; the same seed makes the same choices on every machine.
type internal Dice = { mutable State: uint64 }

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
module internal Dice =

    let private mix (z: uint64) =
        let z = (z ^^^ (z >>> 30)) * 0xBF58476D1CE4E5B9UL
        let z = (z ^^^ (z >>> 27)) * 0x94D049BB133111EBUL
        z ^^^ (z >>> 31)

    /// The stream of one numbered item, so that item n can be made without making those before it.
    let forItem (seed: uint64) (stream: uint64) (item: int) =
        {
            State = mix (mix (seed + 0x9E3779B97F4A7C15UL) ^^^ (stream <<< 48) ^^^ uint64 item)
        }

    let next (dice: Dice) =
        dice.State <- dice.State + 0x9E3779B97F4A7C15UL
        mix dice.State

    /// A number from 0 to bound - 1; the bias of the remainder is below 2^-50 for the bounds used here.
    let below (bound: int) (dice: Dice) = int (next dice % uint64 bound)

    let between (low: int) (high: int) (dice: Dice) = low + below (high - low + 1) dice

    let chance (percent: int) (dice: Dice) = below 100 dice < percent

    let pick (items: 'a list) (dice: Dice) = items[below items.Length dice]

    /// Picks in proportion to whole-number weights.
    let weighted (items: (int * 'a) list) (dice: Dice) =
        let rec find rest =
            function
            | [] -> invalidArg (nameof items) "nothing to pick from"
            | [ _, item ] -> item
            | (weight, item) :: others -> if rest < weight then item else find (rest - weight) others

        find (below (List.sumBy fst items) dice) items

    let shuffle (items: 'a list) (dice: Dice) =
        items
        |> List.map (fun item -> next dice, item)
        |> List.sortBy fst
        |> List.map snd

/// FNV-1a, 64 bits: .NET's own string hash differs from run to run.
module internal StableHash =

    let ofText (text: string) =
        (0xCBF29CE484222325UL, Encoding.UTF8.GetBytes text)
        ||> Array.fold (fun hash octet -> (hash ^^^ uint64 octet) * 0x100000001B3UL)
        // the low bits of FNV depend on few input bits: fold the high half in
        |> fun hash -> hash ^^^ (hash >>> 32)
