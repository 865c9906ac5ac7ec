namespace DiffuCoder.Tiny.Corpus

open System.Text
open DiffuCoder.Runtime

/// Choices made with a stream of random numbers.
module internal Dice =

    /// The stream of one numbered item, so that item n can be made without making those before it.
    let forItem (seed: uint64) (purpose: int64) (item: int) =
        RandomSource(int64 seed).Derive(purpose, int64 item).Stream()

    let below (bound: int) (dice: RandomStream) = dice.NextInt bound

    /// From low to high, both included.
    let between (low: int) (high: int) (dice: RandomStream) = dice.NextInt(low, high + 1)

    let chance (percent: int) (dice: RandomStream) = dice.NextInt 100 < percent

    let pick (items: 'a list) (dice: RandomStream) = items[dice.NextInt items.Length]

    /// Picks in proportion to whole-number weights.
    let weighted (items: (int * 'a) list) (dice: RandomStream) =
        let rec find rest =
            function
            | [] -> invalidArg (nameof items) "nothing to pick from"
            | [ _, item ] -> item
            | (weight, item) :: others -> if rest < weight then item else find (rest - weight) others

        find (dice.NextInt(List.sumBy fst items)) items

    let shuffle (items: 'a list) (dice: RandomStream) =
        let order = Array.ofList items
        dice.Shuffle order
        List.ofArray order

/// FNV-1a, 64 bits: .NET's own string hash differs from run to run.
module internal StableHash =

    let ofText (text: string) =
        (0xCBF29CE484222325UL, Encoding.UTF8.GetBytes text)
        ||> Array.fold (fun hash octet -> (hash ^^^ uint64 octet) * 0x100000001B3UL)
        // the low bits of FNV depend on few input bits: fold the high half in
        |> fun hash -> hash ^^^ (hash >>> 32)
