module DiffuCoder.Core.Tests.Evaluation.PromptTests

open Xunit
open FsUnit.Xunit
open DiffuCoder.Evaluation
open DiffuCoder.Tokenization
open DiffuCoder.Core.Tests.Evaluation.Fakes

let private humanEval () =
    HumanEvalFile.Read(fixture "humaneval.jsonl").Problems[0]

let private mbpp () =
    MbppFile.Read(fixture "mbpp.jsonl").Problems[0]

[<Fact>]
let ``HumanEval is asked in the paper's words`` () =
    EvaluationPrompt.Text(ChatTemplate.Qwen, humanEval (), RequestForm.Completion, PromptKind.Chat)
    |> should
        equal
        ("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
         + "<|im_start|>user\nPlease complete the following problem:\n```\n"
         + "from typing import List\n\n\ndef total(numbers: List[int]) -> int:\n    \"\"\" Sum of the numbers.\n"
         + "    >>> total([1, 2])\n    3\n    \"\"\"\n```\n<|im_end|>\n"
         + "<|im_start|>assistant\nHere is the code to solve this problem:\n```python\n")

[<Fact>]
let ``MBPP is asked without the first line`` () =
    EvaluationPrompt.Text(ChatTemplate.Qwen, mbpp (), RequestForm.Fenced, PromptKind.Chat)
    |> should
        equal
        ("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
         + "<|im_start|>user\n```\n\"\"\"\nWrite a function to add.\nassert add(1, 2) == 3\n\"\"\"\n```\n<|im_end|>\n"
         + "<|im_start|>assistant\nHere is the code to solve this problem:\n```python\n")

[<Fact>]
let ``the tiny family is asked as it was taught`` () =
    EvaluationPrompt.Request(problem "small/0", RequestForm.Plain)
    |> should equal "Write `f`."

[<Fact>]
let ``a base model goes on with the problem's own text`` () =
    let problem = humanEval ()

    EvaluationPrompt.Text(ChatTemplate.Qwen, problem, RequestForm.Completion, PromptKind.Completion)
    |> should equal problem.Prompt
