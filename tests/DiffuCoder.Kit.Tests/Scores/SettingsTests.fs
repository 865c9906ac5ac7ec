module DiffuCoder.Kit.Tests.Scores.SettingsTests

open Xunit
open FsUnit.Xunit
open Argu
open DiffuCoder
open DiffuCoder.Scores.Settings
open DiffuCoder.Scores.Measurement

let private parseLine (line: string) =
    parse (line.Split(' ', System.StringSplitOptions.RemoveEmptyEntries))

let private refusal line =
    Assert.Throws<ArguParseException>(fun () -> parseLine line |> ignore).Message

let private planned line =
    parseLine line |> all |> List.collect snd

[<Fact>]
let ``nothing asked is base, instruct and cpgrpo on both splits, once at T 0.2 and ten times at T 1.0`` () =
    let measurements = planned ""
    measurements.Length |> should equal 12

    [
        for measurement in measurements[..1] -> measurement.Samples, measurement.Temperature
    ]
    |> should equal [ 1, 0.2; 10, 1.0 ]

    [ for measurement in measurements -> measurement.Benchmark.Name ]
    |> List.distinct
    |> should equal [ "parameters"; "combinations" ]

    [ for measurement in measurements -> measurement.Source ]
    |> List.distinct
    |> should equal [ Tiny Stage.Base; Tiny Stage.Instruct; Tiny Stage.CpGrpo ]

[<Fact>]
let ``the small models are sampled as they were trained, base completes and instruct is asked`` () =
    let settings = parseLine ""

    let prompting source =
        let measurement = all settings |> List.find (fst >> (=) source) |> snd |> List.head

        let options = options settings measurement
        options.Sampler.DeferStopTokens |> should be True

        options.Sampler.MaxNewTokens
        |> should equal DiffuCoder.Tiny.TinyFamily.CompletionLength

        options.Sampler.Temperature |> should equal 0.2
        options.Prompting

    prompting (Tiny Stage.Base) |> should equal PromptKind.Completion
    prompting (Tiny Stage.Instruct) |> should equal PromptKind.Chat
    settings.Threads |> should equal (None: int option)

[<Fact>]
let ``strategy, cache and blocks are named, and what has no such name or bound is refused`` () =
    let settings =
        parseLine "--stage instruct --strategy threshold:0.9 --cache adaptive:0.25 --block 32"

    let sampler = (options settings (all settings |> List.collect snd).Head).Sampler
    sampler.Remasking |> should equal (Strategy.allAbove 0.9)
    sampler.Cache |> should equal (Cache.adaptive 0.25)
    sampler.BlockLength |> should equal (Some 32)

    refusal "--strategy treshold:0.9" |> should haveSubstring "treshold"
    refusal "--strategy threshold" |> should haveSubstring "threshold"
    refusal "--strategy threshold:2" |> should haveSubstring "2"
    refusal "--cache both" |> should haveSubstring "both"
    refusal "--block 0" |> should haveSubstring "--block is 0"

[<Fact>]
let ``a checkpoint is measured on a file with the paper's canvas`` () =
    let settings =
        parseLine "--model some/DiffuCoder --benchmark humaneval=data/h.jsonl --samples 5 --temperature 0.4 --output out --limit 7"

    let measurement = (all settings |> List.collect snd).Head

    measurement.Benchmark
    |> should
        equal
        {
            Name = "humaneval"
            Path = Some "data/h.jsonl"
        }

    let options = options settings measurement
    (options.Samples, options.Ks) |> should equal (5, [ 1; 5 ])

    (options.Sampler.MaxNewTokens, options.Sampler.Steps, options.Sampler.Temperature)
    |> should equal (256, 256, 0.4)

    options.Directory
    |> should equal (Some(System.IO.Path.Combine("out", "DiffuCoder", "humaneval-first7", "t0.4-n5")))

[<Fact>]
let ``a small checkpoint of one's own is sampled on the held-out splits as those of the kit are`` () =
    let settings = parseLine "--model runs/tiny/family/mine --benchmark combinations"

    let sampler = (options settings (all settings |> List.collect snd).Head).Sampler

    (sampler.MaxNewTokens, sampler.Steps, sampler.DeferStopTokens)
    |> should equal (DiffuCoder.Tiny.TinyFamily.CompletionLength, DiffuCoder.Tiny.TinyFamily.CompletionLength, true)

[<Fact>]
let ``runs of one call have directories of their own`` () =
    let settings = parseLine ""

    [ for measurement in planned "" -> directory settings measurement ]
    |> List.distinct
    |> List.length
    |> should equal 12

[<Fact>]
let ``several stages and seeds are each measured, in directories of their own`` () =
    let line =
        "--stage instruct --stage cpgrpo --benchmark parameters --samples 1 --seed 1 --seed 2 --seed 3 --output out"

    let measurements = planned line

    [
        for measurement in measurements -> measurement.Source, (options (parseLine line) measurement).Seed
    ]
    |> should
        equal
        [
            for stage in [ Stage.Instruct; Stage.CpGrpo ] do
                for seed in [ 1L; 2L; 3L ] -> Tiny stage, seed
        ]

    directory (parseLine line) measurements.Head
    |> should equal (System.IO.Path.Combine("out", "instruct", "parameters", "t0.2-n1-seed1"))

[<Fact>]
let ``half the steps, a completion, a k, a seed and a batch are passed on`` () =
    let settings =
        parseLine "--model m --benchmark mbpp=f --tokens 128 --steps 64 --complete --samples 10 --ks 1 5 10 --seed 3 --batch 2"

    let options = options settings (all settings |> List.collect snd).Head
    (options.Sampler.MaxNewTokens, options.Sampler.Steps) |> should equal (128, 64)
    options.Prompting |> should equal PromptKind.Completion

    (options.Ks, options.Seed, options.BatchSize)
    |> should equal ([ 1; 5; 10 ], 3L, 2)

[<Fact>]
let ``the precision is the processor's own unless it is named`` () =
    (parseLine "").Load.Precision |> should equal DiffuCoder.Precision.Automatic

    (parseLine "--precision automatic").Load.Precision
    |> should equal DiffuCoder.Precision.Automatic

    (parseLine "--precision float32").Load.Precision
    |> should equal DiffuCoder.Precision.Float32

    (parseLine "--precision bfloat16").Load.Precision
    |> should equal DiffuCoder.Precision.BFloat16

    refusal "--precision int8" |> should haveSubstring "precision"

[<Fact>]
let ``what cannot be is refused with what can`` () =
    refusal "--model m" |> should haveSubstring "--benchmark NAME=FILE"

    refusal "--benchmark humaneval"
    |> should haveSubstring "--benchmark humaneval=FILE"

    refusal "--benchmark gsm8k=x"
    |> should haveSubstring "no benchmark 'gsm8k'; there are humaneval"

    refusal "--model m --stage base" |> should haveSubstring "exclude each other"
    refusal "--score s --model m" |> should haveSubstring "exclude each other"

    refusal "--samples 0"
    |> should haveSubstring "--samples is 0; it must be at least 1"

    refusal "--limit 0" |> should haveSubstring "--limit is 0"

[<Fact>]
let ``libraries and tasks to leave out are handed on`` () =
    let settings =
        parseLine
            "--model m --benchmark humaneval=h.jsonl --libraries some/site-packages --libraries /other --without HumanEval/1 --without HumanEval/2"

    let measurement = (all settings |> List.collect snd).Head

    (options settings measurement).Libraries
    |> should equal [ System.IO.Path.GetFullPath "some/site-packages"; "/other" ]

    settings.Without |> should equal [ "HumanEval/1"; "HumanEval/2" ]

    (options settings measurement).Directory.Value
    |> should haveSubstring "humaneval-without2"

[<Fact>]
let ``answers are sanitised by the rule that is named`` () =
    let ruleOf line =
        let settings = parseLine line
        let _, measurements = (all settings).Head
        (options settings measurements.Head).SanitizeRule

    ruleOf "" |> should equal SanitizeRule.Conservative
    ruleOf "--sanitizer evalplus" |> should equal SanitizeRule.EvalPlus

[<Fact>]
let ``each shard has a directory of its own, which merging finds`` () =
    let line = "--stage instruct --benchmark parameters --temperature 0.2"
    let part = parseLine (line + " --shard 2/4")
    let measurement = (all part |> List.collect snd).Head
    let own = options part measurement
    own.Shard |> should equal (Some(DiffuCoder.Shard(2, 4)))

    let whole = parseLine (line + " --merge 4")
    let parts = shards whole.Merge.Value whole measurement
    parts |> should haveLength 4
    parts[1] |> should equal own.Directory.Value
    parts |> List.distinct |> should haveLength 4

    (options whole measurement).Shard
    |> should equal (None: DiffuCoder.Shard option)

    (options whole measurement).Directory
    |> should equal (options (parseLine line) measurement).Directory

[<Fact>]
let ``shards are refused where they have no meaning`` () =
    refusal "--shard 5/4" |> should haveSubstring "5/4 is no shard"
    refusal "--shard two" |> should haveSubstring "\"two\" is no shard"
    refusal "--shard 1/2 --merge 2" |> should haveSubstring "exclude each other"
    refusal "--merge 0" |> should haveSubstring "--merge is 0"

    refusal "--score s.jsonl --benchmark humaneval=h.jsonl --shard 1/2"
    |> should haveSubstring "run whole"
