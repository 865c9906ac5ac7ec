module DiffuCoder.Core.Tests.Evaluation.IntervalTests

open Xunit
open FsUnit.Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Runtime

// the closed formula in another language, with z = 1.959963984540054 and 1.6448536269514722
[<Theory>]
[<InlineData(0, 10, 0.95, 0.0, 0.2775327998628892)>]
[<InlineData(10, 10, 0.95, 0.7224672001371107, 1.0)>]
[<InlineData(5, 10, 0.95, 0.236593090512564, 0.7634069094874361)>]
[<InlineData(110, 164, 0.95, 0.5956203559404486, 0.7380278403602346)>]
[<InlineData(1, 1, 0.95, 0.20654931437723745, 1.0)>]
[<InlineData(50, 100, 0.90, 0.41884779611252954, 0.5811522038874705)>]
let ``Wilson's interval has its known values`` (successes: int, trials: int, confidence: float, low: float, high: float) =
    let interval = Interval.Wilson(successes, trials, confidence)
    interval.Low |> should (equalWithin 1e-9) low
    interval.High |> should (equalWithin 1e-9) high
    interval.Method |> should equal "wilson"

// statistics.NormalDist().inv_cdf of Python 3
[<Theory>]
[<InlineData(1e-300, -37.0470962993612)>]
[<InlineData(1e-10, -6.361340902404056)>]
[<InlineData(0.001, -3.090232306167813)>]
[<InlineData(0.025, -1.9599639845400538)>]
[<InlineData(0.2, -0.8416212335729142)>]
[<InlineData(0.5, 0.0)>]
[<InlineData(0.9, 1.2815515655446008)>]
[<InlineData(0.9999, 3.7190164854557084)>]
let ``the normal quantile has its known values`` (probability: float, value: float) =
    NormalQuantile.Of probability
    |> should (equalWithin (1e-14 * max 1.0 (abs value))) value

[<Property>]
let ``Wilson's interval holds the share and is mirrored by failures`` (one: PositiveInt) (other: NonNegativeInt) =
    let trials = one.Get + other.Get
    let interval = Interval.Wilson(one.Get, trials)
    let mirrored = Interval.Wilson(other.Get, trials)
    let share = float one.Get / float trials

    interval.Low <= share
    && share <= interval.High
    && abs (interval.Low - (1.0 - mirrored.High)) < 1e-12

[<Fact>]
let ``the bootstrap is the same for the same seed and not for another`` () =
    let values = [| for i in 0..39 -> float (i % 7) / 7.0 |]

    let interval seed =
        Interval.Bootstrap(values, RandomSource seed)

    interval 1L |> should equal (interval 1L)
    interval 1L |> should not' (equal (interval 2L))

[<Fact>]
let ``the bootstrap is close to the normal interval of many problems`` () =
    let values = [| for i in 0..999 -> if i % 2 = 0 then 1.0 else 0.0 |]
    let interval = Interval.Bootstrap(values, RandomSource 3L, 2000)
    let half = 1.96 * sqrt (0.25 / 1000.0)
    interval.Low |> should (equalWithin 0.004) (0.5 - half)
    interval.High |> should (equalWithin 0.004) (0.5 + half)
    interval.Method |> should equal "bootstrap"

[<Fact>]
let ``the bootstrap of equal problems is a point`` () =
    let interval = Interval.Bootstrap([| 0.25; 0.25; 0.25 |], RandomSource 1L)
    (interval.Low, interval.High) |> should equal (0.25, 0.25)

[<Fact>]
let ``numbers that make no sense are refused by name`` () =
    let message (work: unit -> Interval) =
        Assert.Throws<EvaluationException>(fun () -> work () |> ignore).Message

    message (fun () -> Interval.Wilson(1, 0))
    |> should haveSubstring "The number of trials is 0"

    message (fun () -> Interval.Wilson(3, 2))
    |> should haveSubstring "successes is 3; it must lie in [0, 2]"

    message (fun () -> Interval.Wilson(1, 2, 1.0))
    |> should haveSubstring "Confidence is 1; it must lie between 0 and 1"

    message (fun () -> Interval.Bootstrap([||], RandomSource 1L))
    |> should haveSubstring "The number of problems is 0"

    message (fun () -> Interval.Bootstrap([| 1.0 |], RandomSource 1L, 99))
    |> should haveSubstring "Resamples is 99"
