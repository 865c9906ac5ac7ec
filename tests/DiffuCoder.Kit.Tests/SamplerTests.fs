module DiffuCoder.Kit.Tests.SamplerTests

open System
open System.Threading
open Xunit
open FsUnit.Xunit
open DiffuCoder
open DiffuCoder.Runtime
open DiffuCoder.Kit.Tests.StandIn

let private withModel work =
    use model = Model.loadWith inFloat32 (directory ())
    work model

let private prompt = Prompt.instruct "Add numbers."

let private final (trajectory: Trajectory) = List.ofSeq trajectory.Final

[<Fact>]
let ``a prompt becomes text`` () =
    withModel (fun model ->
        let answer = prompt |> Sampler.generate model quick
        let mask = model.Config.MaskTokenId.Value
        final answer |> should not' (contain mask)
        answer |> Trajectory.text |> should equal answer.Text
        answer.Reveals |> Seq.length |> should equal quick.MaxNewTokens)

[<Fact>]
let ``the seed alone decides`` () =
    withModel (fun model ->
        let warm =
            { quick with
                Temperature = 2.0
                TopP = 1.0
            }

        let sample seed =
            prompt |> Sampler.generate model { warm with Seed = seed } |> final

        sample 7L |> should equal (sample 7L)
        sample 7L |> should not' (equal (sample 8L)))

[<Fact>]
let ``batches of any size give the answers of one batch`` () =
    withModel (fun model ->
        let warm =
            { quick with
                Temperature = 2.0
                TopP = 1.0
            }

        let prompts = [ Prompt.complete "def"; prompt; prompt ]
        let seeds = List.map (fun (answer: Trajectory) -> answer.Seed)
        let together = prompts |> Sampler.generateMany model warm
        let apart = prompts |> Sampler.generateInBatches 2 model warm
        seeds apart |> should equal (seeds together)
        List.map final apart |> should equal (List.map final together)

        Assert.Throws<ArgumentException>(fun () -> prompts |> Sampler.generateInBatches 0 model warm |> ignore).Message
        |> should haveSubstring "at least 1"

        [] |> Sampler.generateInBatches 2 model warm |> should be Empty)

[<Fact>]
let ``batches say how far they are, and a token ends them between two`` () =
    withModel (fun model ->
        let prompts = List.replicate 5 prompt
        let seen = ResizeArray<GenerateProgress>()

        prompts
        |> Sampler.generateInBatchesWith seen.Add CancellationToken.None 2 model quick
        |> should haveLength 5

        [ for progress in seen -> progress.Answered, progress.Prompts ]
        |> should equal [ 2, 5; 4, 5; 5, 5 ]

        use stop = new CancellationTokenSource()
        seen.Clear()

        let watch progress =
            seen.Add progress
            stop.Cancel()

        (fun () ->
            prompts
            |> Sampler.generateInBatchesWith watch stop.Token 2 model quick
            |> ignore)
        |> should throw typeof<OperationCanceledException>

        seen |> should haveCount 1)

[<Fact>]
let ``many prompts are seen step by step and answered as they are unseen`` () =
    withModel (fun model ->
        let prompts = [ Prompt.complete "def"; prompt; prompt ]
        let seen = ResizeArray<int * Sampling.Reveal list>()

        let watch row (step: SamplingStep) = seen.Add(row, List.ofSeq step.Reveals)

        let answers =
            prompts |> Sampler.streamManyWith watch CancellationToken.None model quick

        List.map final answers
        |> should equal (prompts |> Sampler.generateMany model quick |> List.map final)

        for row, answer in List.indexed answers do
            seen
            |> Seq.filter (fun (place, _) -> place = row)
            |> Seq.collect snd
            |> List.ofSeq
            |> should equal (List.ofSeq answer.Reveals)

        use stop = new CancellationTokenSource()
        let count = seen.Count

        (fun () ->
            prompts
            |> Sampler.streamManyWith
                (fun row step ->
                    watch row step
                    stop.Cancel())
                stop.Token
                model
                quick
            |> ignore)
        |> should throw typeof<OperationCanceledException>

        // at most the steps that were under way beside the first
        seen.Count - count |> should be (lessThan 5))

[<Fact>]
let ``a seed is stated by the trajectory`` () =
    withModel (fun model ->
        (prompt |> Sampler.generate model { quick with Seed = 41L }).Seed
        |> should equal 41L)

[<Fact>]
let ``many prompts of unequal length are answered in order, each with a seed of its own`` () =
    withModel (fun model ->
        let prompts = [ Prompt.complete "def"; prompt; prompt ]

        let warm =
            { quick with
                Temperature = 2.0
                TopP = 1.0
                Seed = 3L
            }

        let answers = prompts |> Sampler.generateMany model warm
        answers |> List.map _.CompletionStart |> List.distinct |> should haveLength 2
        answers |> List.map _.Seed |> List.distinct |> should haveLength 3

        for answer, prompt in List.zip answers prompts do
            prompt
            |> Sampler.generate model { warm with Seed = answer.Seed }
            |> final
            |> should equal (final answer))

[<Fact>]
let ``no prompts have no answers`` () =
    withModel (fun model -> [] |> Sampler.generateMany model quick |> should be Empty)

[<Fact>]
let ``a stream gives every step, and reading a part of it computes a part`` () =
    withModel (fun model ->
        let steps = prompt |> Sampler.stream model quick |> List.ofSeq
        steps |> List.map _.Index |> should equal [ 0..5 ]
        let whole = prompt |> Sampler.generate model quick

        steps
        |> List.collect (_.Reveals >> List.ofSeq)
        |> should equal (List.ofSeq whole.Reveals)

        prompt
        |> Sampler.stream model quick
        |> Seq.truncate 2
        |> Seq.length
        |> should equal 2)

[<Fact>]
let ``a watcher sees the steps as they are done and the result is the same`` () =
    withModel (fun model ->
        let seen = ResizeArray()

        let answer =
            prompt
            |> Sampler.streamWith (fun step -> seen.Add step.Index) CancellationToken.None model quick

        List.ofSeq seen |> should equal [ 0..5 ]
        final answer |> should equal (prompt |> Sampler.generate model quick |> final))

[<Fact>]
let ``an exception of a watcher ends the generation`` () =
    withModel (fun model ->
        let seen = ResizeArray()

        let watch (step: SamplingStep) =
            seen.Add step.Index

            if step.Index = 1 then
                raise (InvalidOperationException "enough")

        (fun () -> prompt |> Sampler.streamWith watch CancellationToken.None model quick |> ignore)
        |> should throw typeof<InvalidOperationException>

        List.ofSeq seen |> should equal [ 0; 1 ])

[<Fact>]
let ``a watched generation ends between two steps when its token says so`` () =
    withModel (fun model ->
        use source = new CancellationTokenSource()
        let seen = ResizeArray<int>()

        let watch (step: SamplingStep) =
            seen.Add step.Index

            if seen.Count = 2 then
                source.Cancel()

        (fun () -> prompt |> Sampler.streamWith watch source.Token model quick |> ignore)
        |> should throw typeof<OperationCanceledException>

        List.ofSeq seen |> should equal [ 0; 1 ])

[<Fact>]
let ``a cancelled token ends the generation`` () =
    withModel (fun model ->
        use stop = new CancellationTokenSource()
        stop.Cancel()

        (fun () -> prompt |> Sampler.generateWith stop.Token model quick |> ignore)
        |> should throw typeof<OperationCanceledException>

        (fun () -> [ prompt ] |> Sampler.generateManyWith stop.Token model quick |> ignore)
        |> should throw typeof<OperationCanceledException>)

[<Fact>]
let ``a workflow gives the same result and can be cancelled`` () =
    withModel (fun model ->
        let direct = prompt |> Sampler.generate model quick |> final

        prompt
        |> Sampler.generateAsync model quick
        |> Async.RunSynchronously
        |> final
        |> should equal direct

        use stop = new CancellationTokenSource()

        let long =
            { quick with
                Steps = 1000
                MaxNewTokens = 100
            }

        let running =
            Async.StartAsTask(prompt |> Sampler.generateAsync model long, cancellationToken = stop.Token)

        stop.Cancel()
        (fun () -> running.Wait()) |> should throw typeof<AggregateException>
        running.IsCanceled |> should equal true)

[<Fact>]
let ``holes are filled in and the text around them stays`` () =
    withModel (fun model ->
        let answer =
            Prompt.infill [ Part.Text "def total("; Part.Masks 4; Part.Text "):" ]
            |> Sampler.generate model quick

        answer.Reveals |> Seq.length |> should equal 4
        let text = Tokenizer.decode (Model.tokenizer model) answer.Final
        text |> should startWith "def total("
        text |> should endWith "):")

[<Fact>]
let ``a strategy is chosen in the options`` () =
    withModel (fun model ->
        let order strategy =
            prompt
            |> Sampler.generate model { quick with Remasking = strategy }
            |> Trajectory.order

        order Strategy.origin
        |> List.sort
        |> should equal (order Strategy.maskgitPlus |> List.sort)

        order Strategy.origin |> should not' (equal (order Strategy.maskgitPlus)))

[<Fact>]
let ``a bad option is refused before anything is computed`` () =
    withModel (fun model ->
        (fun () -> prompt |> Sampler.generate model { quick with Steps = 0 } |> ignore)
        |> should throw typeof<DiffuCoder.Sampling.SamplerException>)

[<Fact>]
let ``sampling leaves no tensor behind, finished or not`` () =
    withModel (fun model ->
        LiveTensors.LeftBy(fun () ->
            prompt |> Sampler.generate model quick |> ignore
            [ prompt; Prompt.complete "def" ] |> Sampler.generateMany model quick |> ignore
            prompt |> Sampler.stream model quick |> Seq.truncate 2 |> Seq.iter ignore)
        |> should equal 0L)
