/// What the examples of the documentation take for granted: they say `model` or `answers` without saying where these are from.
module Names =
    let model: Model = Unchecked.defaultof<_>
    let tokenizer: Tokenizer = Unchecked.defaultof<_>
    let sandbox: CodeSandbox = Unchecked.defaultof<_>
    let options = SamplerOptions.Tiny
    let prompt: Prompt = Unchecked.defaultof<_>
    let prompts: Prompt list = []
    let answer: Trajectory = Unchecked.defaultof<_>
    let answers: Trajectory list = []
    let row: TokenRow = Unchecked.defaultof<_>
    let result: BenchmarkResult = Unchecked.defaultof<_>
    let whole, halved = result, result
    let experiment: Experiment = Unchecked.defaultof<_>
    let scores: (string * float) list = []
    let code, math = 0.5, 0.6
