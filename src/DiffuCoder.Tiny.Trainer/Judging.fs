/// What can be said of an answer without running it.
module DiffuCoder.Tiny.Trainer.Judging

open System
open System.ComponentModel
open System.Diagnostics
open System.Text.Json

/// Only parses: nothing of an answer is executed. Equal means the same syntax tree, docstring aside.
[<Literal>]
let private Script =
    """
import ast, json, sys

def tree(source):
    try:
        parsed = ast.parse(source)
    except Exception:
        return None
    for node in ast.walk(parsed):
        if isinstance(node, ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr) \
                and isinstance(node.body[0].value, ast.Constant) and isinstance(node.body[0].value.value, str):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(parsed)

for line in sys.stdin:
    pair = json.loads(line)
    answer, reference = tree(pair["answer"]), tree(pair["reference"])
    print(json.dumps({"parses": answer is not None, "equal": answer is not None and answer == reference}))
"""

type Verdict = { Parses: bool; Equal: bool }

let private verdict (line: string | null) =
    match line with
    | null -> failwith "Python ended before it had judged every answer."
    | line ->
        use json = JsonDocument.Parse line

        let flag (name: string) =
            json.RootElement.GetProperty(name).GetBoolean()

        {
            Parses = flag "parses"
            Equal = flag "equal"
        }

/// Judges (answer, reference) pairs with Python's own parser.
let judge (pairs: (string * string) list) : Verdict list =
    let start =
        ProcessStartInfo("python3", [ "-I"; "-c"; Script ], RedirectStandardInput = true, RedirectStandardOutput = true)

    try
        use python =
            Process.Start start
            |> Option.ofObj
            |> Option.defaultWith (fun () -> raise (Win32Exception()))

        let feed =
            async {
                for answer, reference in pairs do
                    python.StandardInput.WriteLine(
                        JsonSerializer.Serialize
                            {|
                                answer = answer
                                reference = reference
                            |}
                    )

                python.StandardInput.Close()
            }
            |> Async.StartAsTask

        let verdicts = [ for _ in pairs -> verdict (python.StandardOutput.ReadLine()) ]
        feed.Wait()
        verdicts
    with :? Win32Exception ->
        failwith "Python 3 is needed to parse the answers: install the package python3 (it must be found as python3)."
