/// What a cell leaves below itself, in the form of nbformat.
module DiffuCoder.Notebooks.Output

open System.Text.Json.Nodes
open DiffuCoder.Notebooks.NotebookDocument

/// A value in one or several forms: MIME type and content.
type Bundle = (string * string) list

type Output =
    /// What was printed: `stdout` or `stderr`, and the text.
    | Stream of name: string * text: string
    /// A value shown on the way.
    | Display of Bundle
    /// The value of the cell.
    | Result of Bundle
    /// Why the notebook ended here.
    | Error of name: string * message: string

let private string (value: string) = JsonValue.Create value :> JsonNode

/// Pictures are one line of base64, all else is text.
let private content (mimeType: string, value: string) =
    mimeType,
    (if mimeType.StartsWith "image/png" then
         string value
     else
         lines value)

/// An output of the cell with this execution count.
let toJson (count: int) (output: Output) =
    let value kind bundle more =
        jsonObject (
            [ "data", jsonObject (List.map content bundle) :> JsonNode ]
            @ more
            @ [ "metadata", JsonObject(); "output_type", string kind ]
        )

    match output with
    | Stream(name, text) -> jsonObject [ "name", string name; "output_type", string "stream"; "text", lines text ]
    | Display bundle -> value "display_data" bundle []
    | Result bundle -> value "execute_result" bundle [ "execution_count", JsonValue.Create count ]
    | Error(name, message) ->
        jsonObject
            [
                "ename", string name
                "evalue", string message
                "output_type", string "error"
                "traceback", lines message
            ]
