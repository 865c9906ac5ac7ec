/// How sure a number is: intervals and a test by drawing again.
module DiffuCoder.Findings.Resampling

open MathNet.Numerics.Distributions
open MathNet.Numerics.Statistics
open DiffuCoder.Runtime

[<Literal>]
let private Confidence = 0.95

let private resamples = 10_000
let private source = RandomSource 2506_20639L

/// A number with its interval, and how many were observed.
type Estimate =
    {
        Value: float
        Low: float
        High: float
        Count: int
    }

/// Of a statistic of one or several samples, by the numbers of those that were drawn of each.
let estimate (counts: int list) (statistic: int array array -> float) : Estimate =
    let struct (low, high) =
        Bootstrap.Of(Array.ofList counts, statistic, source, resamples, Confidence)

    {
        Value = statistic [| for count in counts -> [| 0 .. count - 1 |] |]
        Low = low
        High = high
        Count = List.sum counts
    }

let private meanOf (values: float array) (drawn: int array) =
    let mutable sum = 0.0

    for index in drawn do
        sum <- sum + values[index]

    sum / float drawn.Length

/// The mean of differences of pairs, drawn pair by pair.
let paired (differences: float list) : Estimate =
    let differences = Array.ofList differences
    estimate [ differences.Length ] (fun drawn -> meanOf differences drawn[0])

/// The mean of differences of a few pairs of runs, by Student's t: a bootstrap of five is too narrow.
let fewPairs (differences: float list) : Estimate =
    let struct (mean, deviation) = Statistics.MeanStandardDeviation differences
    let count = differences.Length

    let quantile =
        StudentT.InvCDF(0.0, 1.0, float (count - 1), (1.0 + Confidence) / 2.0)

    let half = quantile * deviation / sqrt (float count)

    {
        Value = mean
        Low = mean - half
        High = mean + half
        Count = count
    }

/// The mean of the one less the mean of the other, which are no pairs.
let apart (one: float list) (other: float list) : Estimate =
    let one, other = Array.ofList one, Array.ofList other
    estimate [ one.Length; other.Length ] (fun drawn -> meanOf one drawn[0] - meanOf other drawn[1])

/// The chance of a mean as far from zero as this one, had each difference been as likely of the other sign (a permutation test of pairs;
/// Fisher 1935), by so many draws and the observation itself.
let signFlips (draws: int) (differences: float list) : float =
    let values = Array.ofList differences
    let observed = abs (Array.sum values)
    let signs = source.Derive(1L).Stream()

    let isAsFar _ =
        let mutable sum = 0.0

        for value in values do
            sum <- sum + (if signs.NextInt 2 = 0 then value else -value)

        // differences are multiples of small fractions: sums of the same terms may differ in their last digit
        abs sum >= observed - 1e-9

    let far = Seq.init draws isAsFar |> Seq.filter id |> Seq.length
    float (1 + far) / float (1 + draws)
