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
let ``of parts one is done to warm up and one is measured`` () =
    let mutable parts = 0

    let cost =
        Cost.ofParts 3 20 (fun () ->
            parts <- parts + 1
            System.Threading.Thread.Sleep(if parts = 1 then 200 else 20))

    parts |> should equal 2
    cost.Answers |> should equal 0
    cost.Passes |> should equal 60L
    // twenty of the second one, not of the first
    cost.Time |> should be (greaterThanOrEqualTo (TimeSpan.FromMilliseconds 400.0))
    cost.Time |> should be (lessThan (TimeSpan.FromMilliseconds 4000.0))
    Cost.describe cost |> should startWith "at most 60 passes: "
    Cost.ofParts 3 0 (fun () -> failwith "done") |> should equal Cost.none

let private rows model =
    [
        prompt, "    return sum(values)\n"
        Prompt.complete "def one():\n", "    return 1\n"
    ]
    |> Data.rowsOfAnswers (Model.tokenizer model)
    |> List.ofSeq

[<Fact>]
let ``a loss by time costs a pass for each row, time and mask`` () =
    use model = Model.load (StandIn.directory ())

    let options =
        { LossOptions.Default with
            Times = [ 0.2; 0.5; 0.8 ]
            Draws = 4
        }

    let cost = rows model |> Loss.cost model options
    cost.Passes |> should equal (2L * 3L * 4L)
    cost.Time |> should be (greaterThan TimeSpan.Zero)
    Loss.cost model options [] |> should equal Cost.none

[<Fact>]
let ``estimates of a likelihood cost their passes for each row and draw`` () =
    use model = Model.load (StandIn.directory ())

    let passes variant =
        (rows model
         |> Likelihood.cost
             model
             { LikelihoodOptions.Paper with
                 Variant = variant
                 Draws = 5
             })
            .Passes

    passes MaskVariant.Coupled |> should equal (2L * 5L * 3L)
    passes MaskVariant.RandomMask |> should equal (2L * 5L)

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
