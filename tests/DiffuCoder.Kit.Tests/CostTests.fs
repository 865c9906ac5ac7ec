module DiffuCoder.Kit.Tests.CostTests

open System
open Xunit
open FsUnit.Xunit
open DiffuCoder

let private prompt = Prompt.complete "def total(values):\n"

[<Fact>]
let ``answers cost the steps of their batches`` () =
    use model = Model.load (StandIn.directory ())
    let cost = prompt |> Cost.ofAnswers 4 model StandIn.quick 10
    cost.Answers |> should equal 10
    cost.Passes |> should equal (3L * int64 StandIn.quick.Steps)
    cost.Time |> should be (greaterThan TimeSpan.Zero)
    cost.Memory |> should be (greaterThan 1_000_000L)

[<Fact>]
let ``steps beyond what can be revealed cost nothing`` () =
    use model = Model.load (StandIn.directory ())
    let options = { StandIn.quick with Steps = 500 }

    (prompt |> Cost.ofAnswers 1 model options 1).Passes
    |> should equal (int64 options.MaxNewTokens)

[<Fact>]
let ``a causal model makes a pass for each token`` () =
    use model = Model.load (StandIn.causalDirectory ())

    (prompt |> Cost.ofAnswers 8 model StandIn.quick 2).Passes
    |> should equal (int64 StandIn.quick.MaxNewTokens)

[<Fact>]
let ``costs add up, but for the memory`` () =
    let cost answers seconds memory =
        {
            Answers = answers
            Passes = int64 answers * 2L
            Time = TimeSpan.FromSeconds(float seconds)
            Memory = memory
        }

    let sum = Cost.sum [ cost 2 30 5L; cost 3 40 4L ]
    sum |> should equal { cost 5 70 5L with Passes = 10L }
    Cost.sum [] |> should equal Cost.none

[<Theory>]
[<InlineData(42.0, "42 s")>]
[<InlineData(1020.0, "17 min")>]
[<InlineData(19440.0, "5.4 h")>]
[<InlineData(267840.0, "3.1 days")>]
let ``a length of time is said in its unit`` (seconds: float) (words: string) =
    Cost.duration (TimeSpan.FromSeconds seconds) |> should equal words

[<Fact>]
let ``a batch of none is refused`` () =
    use model = Model.load (StandIn.directory ())

    Assert.Throws<ArgumentException>(fun () -> prompt |> Cost.ofAnswers 0 model StandIn.quick 1 |> ignore).Message
    |> should haveSubstring "at least 1"
