/// Damage of every kind to files: bytes, and values inside JSON.
module DiffuCoder.Fuzz.Mutation

open System
open System.Text
open System.Text.Json.Nodes

let private pick (random: Random) (items: 'a array) = items[random.Next items.Length]

let private numbers =
    [|
        "-1"
        "0"
        "1"
        "2"
        "3"
        "64"
        "65536"
        "2147483647"
        "2147483648"
        "4294967296"
        "9223372036854775807"
        "18446744073709551616"
        "1e3"
        "1e-45"
        "1e308"
        "1e999"
        "0.5"
        "-0.0"
        "NaN"
        "Infinity"
    |]

let private values =
    Array.append
        numbers
        [|
            "null"
            "true"
            "false"
            "\"\""
            "\"1\""
            "[]"
            "{}"
            "[[]]"
            "[null]"
            "{\"\":null}"
            "\"\\ud800\""
            "\"\\u0000\""
            "\"<|im_end|>\""
            "\"{% for x in y %}\""
            "\"(a+)+$\""
        |]

/// Flips, overwrites, inserts, deletes, doubles, cuts off or appends.
let spoilBytes (random: Random) (bytes: byte array) =
    let at = random.Next(max 1 bytes.Length)
    let length = min (1 + random.Next 8) (bytes.Length - at)

    match random.Next 9 with
    | _ when bytes.Length = 0 -> [| byte (random.Next 256) |]
    | 0
    | 1 -> bytes |> Array.updateAt at (bytes[at] ^^^ (1uy <<< random.Next 8))
    | 2 -> bytes |> Array.updateAt at (byte (random.Next 256))
    | 3 ->
        bytes
        |> Array.insertManyAt at (Array.init length (fun _ -> byte (random.Next 256)))
    | 4 -> bytes |> Array.removeManyAt at length
    | 5 -> bytes |> Array.insertManyAt at bytes[at .. at + length - 1]
    | 6 -> Array.truncate at bytes
    | 7 -> bytes |> Array.insertManyAt at (Encoding.UTF8.GetBytes(pick random values))
    | _ -> Array.append bytes (Array.zeroCreate length)

let rec private nodes (node: JsonNode) : JsonNode list =
    match node with
    | null -> []
    | :? JsonObject as fields ->
        node
        :: [
            for field in fields do
                yield! nodes field.Value
        ]
    | :? JsonArray as items ->
        node
        :: [
            for item in Seq.truncate 40 items do
                yield! nodes item
        ]
    | _ -> [ node ]

// values that JSON does not have are put in as text afterwards
let private stranger (random: Random) =
    JsonValue.Create $"@@{random.Next values.Length}@@" :> JsonNode

let private withStrangers (text: string) =
    (text, Seq.indexed values)
    ||> Seq.fold (fun text (i, value) -> text.Replace($"\"@@{i}@@\"", value))

/// Takes a value, a key or an item and replaces, removes, doubles, renames, moves or nests it.
let private spoilNode (random: Random) (root: JsonNode) =
    let parents =
        nodes root
        |> List.filter (fun node -> node :? JsonObject || node :? JsonArray)
        |> Array.ofList

    match pick random parents with
    | :? JsonObject as fields when fields.Count > 0 ->
        let key = (pick random (Array.ofSeq fields)).Key

        match random.Next 6 with
        | 0 -> fields.Remove key |> ignore
        | 1 -> fields[key + pick random [| "_"; "2"; " "; "\u0000" |]] <- stranger random
        | 2 ->
            let value = fields[key]
            fields.Remove key |> ignore
            fields["unknown"] <- value
        | 3 when not (isNull fields[key]) ->
            let value = fields[key].DeepClone()
            fields[key] <- JsonArray(value)
        | 4 ->
            let other = (pick random (Array.ofSeq fields)).Value
            fields[key] <- if isNull other then null else other.DeepClone()
        | _ -> fields[key] <- stranger random
    | :? JsonArray as items when items.Count > 0 ->
        let at = random.Next items.Count

        match random.Next 4 with
        | 0 -> items.RemoveAt at
        | 1 when not (isNull items[at]) -> items.Add(items[at].DeepClone())
        | 2 -> items.Insert(at, null)
        | _ -> items[at] <- stranger random
    | :? JsonObject as fields -> fields["unknown"] <- stranger random
    | node -> node.AsArray().Add(stranger random)

let private spoilJson (random: Random) (text: string) =
    try
        let root = JsonNode.Parse text

        match root with
        | :? JsonObject
        | :? JsonArray ->
            for _ in 0 .. random.Next 2 do
                spoilNode random root

            Some(withStrangers (root.ToJsonString()))
        | _ -> None
    with
    // no JSON any more, a name there twice, or half a character
    | :? Json.JsonException
    | :? ArgumentException
    | :? InvalidOperationException -> None

/// A line of JSON Lines, or the whole document.
let private spoilText (random: Random) (bytes: byte array) =
    let text = Encoding.UTF8.GetString bytes

    let whole = spoilJson random text

    if whole.IsSome then
        whole
    else
        let lines = text.Split '\n'
        let at = random.Next lines.Length

        spoilJson random lines[at]
        |> Option.map (fun line -> lines |> Array.updateAt at line |> String.concat "\n")
    |> Option.map Encoding.UTF8.GetBytes

/// A safetensors file: the JSON in front, with its length.
let private spoilHeader (random: Random) (bytes: byte array) =
    let length =
        if bytes.Length < 8 then
            0L
        else
            BitConverter.ToInt64(bytes, 0)

    if length <= 0L || length > int64 (bytes.Length - 8) then
        None
    else
        let header = bytes[8 .. 7 + int length]

        spoilJson random (Encoding.UTF8.GetString header)
        |> Option.map (fun changed ->
            let changed = Encoding.UTF8.GetBytes changed

            Array.concat
                [
                    BitConverter.GetBytes(int64 changed.Length)
                    changed
                    bytes[8 + int length ..]
                ])

/// One to three damages.
let spoil (random: Random) (name: string) (bytes: byte array) : byte array =
    let once bytes =
        let inside =
            if random.Next 4 = 0 then
                None
            elif name.EndsWith ".safetensors" then
                spoilHeader random bytes
            else
                spoilText random bytes

        inside |> Option.defaultWith (fun () -> spoilBytes random bytes)

    (bytes, [ 0 .. random.Next 3 ]) ||> List.fold (fun bytes _ -> once bytes)
