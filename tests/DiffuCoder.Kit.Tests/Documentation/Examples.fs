/// The examples in the kit's XML documentation, and what the compiler says about them.
module DiffuCoder.Kit.Tests.Documentation.Examples

open System
open System.IO
open System.Xml.Linq

/// An example and the member that it belongs to, by its name in the documentation: `M:DiffuCoder.Prompt.chat(System.String)`.
type Example = { Member: string; Code: string }

let private xmlName (name: string) = XName.op_Implicit name

/// The text without the indentation that all its lines share.
let private dedented (text: string) =
    let lines = text.Trim('\n').TrimEnd().Split '\n'

    let indentation =
        lines
        |> Seq.filter (String.IsNullOrWhiteSpace >> not)
        |> Seq.map (fun line -> line.Length - line.TrimStart().Length)
        |> Seq.min

    lines
    |> Array.map (fun line ->
        if line.Length < indentation then
            ""
        else
            line[indentation..])
    |> String.concat "\n"

/// Those of a documentation file that are F#; what a function prints may be shown in another language.
let read (file: string) =
    [
        for documented in XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants(xmlName "member") do
            let name = documented.Attribute(xmlName "name").Value

            for example in documented.Descendants(xmlName "example") do
                for code in example.Descendants(xmlName "code") do
                    match code.Attribute(xmlName "lang") with
                    | null -> failwith $"An example of {name} does not say its language, as in <code lang='fsharp'>."
                    | language when language.Value = "fsharp" ->
                        {
                            Member = name
                            Code = dedented code.Value
                        }
                    | _ -> ()
    ]

/// One script with a function for each example, in which the compiler counts lines from the example's own first one.
let private script (examples: Example list) =
    let functions =
        [
            for index, example in List.indexed examples do
                $"let example{index} () ="
                $"# 1 \"{example.Member}\""

                for line in example.Code.Split '\n' do
                    $"    {line}"

                // an example may end with a value, or with a definition
                "    ()"
        ]

    Typecheck.references
    @ [
        "#nowarn \"20\" \"3886\""
        "open DiffuCoder"
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documentation/names.fsx"))
        "open Names"
    ]
    @ functions

/// What the compiler says of the first example that does not compile, beginning with the name of its member.
let firstError (examples: Example list) =
    Typecheck.firstError [] (script examples)
