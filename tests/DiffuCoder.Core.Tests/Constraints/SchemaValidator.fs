/// What a JSON schema says of a value, read plainly from the specification: nothing of this is what the kit does.
module DiffuCoder.Core.Tests.Constraints.SchemaValidator

open System
open System.Collections.Generic
open System.Numerics
open System.Text.Json
open System.Text.RegularExpressions

/// A number as digits and a power of ten; the power is cut where it is beyond all that is compared.
let private scaled (number: string) =
    let parts = number.Split([| 'e'; 'E' |])
    let mantissa = parts[0].Split '.'
    let behind = if mantissa.Length > 1 then mantissa[1] else ""

    let power =
        if parts.Length > 1 then
            BigInteger.Parse parts[1]
        else
            BigInteger.Zero

    let cut = BigInteger.Max(BigInteger -3000, BigInteger.Min(BigInteger 3000, power))
    BigInteger.Parse(mantissa[0] + behind), int cut - behind.Length

let compareNumbers (one: string) (other: string) =
    let (first, power), (second, otherPower) = scaled one, scaled other
    let least = min power otherPower

    let at (digits: BigInteger) power =
        digits * BigInteger.Pow(BigInteger 10, power - least)

    compare (at first power) (at second otherPower)

let private isIntegral number =
    let digits, power = scaled number
    power >= 0 || (digits % BigInteger.Pow(BigInteger 10, -power)).IsZero

let private text (value: JsonElement) = value.GetRawText()

let private has (name: string) (schema: JsonElement) = fst (schema.TryGetProperty name)

let private get (name: string) (schema: JsonElement) = schema.GetProperty name

let private list (value: JsonElement) = value.EnumerateArray() |> List.ofSeq

let private members (value: JsonElement) =
    [ for one in value.EnumerateObject() -> one.Name, one.Value ]

/// Whether two values are the same: numbers by what they are, objects in any order.
let rec private same (one: JsonElement) (other: JsonElement) =
    one.ValueKind = other.ValueKind
    && match one.ValueKind with
       | JsonValueKind.Number -> compareNumbers (text one) (text other) = 0
       | JsonValueKind.String -> one.GetString() = other.GetString()
       | JsonValueKind.Array ->
           (list one).Length = (list other).Length
           && List.forall2 same (list one) (list other)
       | JsonValueKind.Object ->
           let first, second = dict (members one), dict (members other)

           first.Count = second.Count
           && first
              |> Seq.forall (fun (KeyValue(name, value)) -> second.ContainsKey name && same value second[name])
       | _ -> true

let private isOf (value: JsonElement) (kind: string) =
    match value.ValueKind with
    | JsonValueKind.Null -> kind = "null"
    | JsonValueKind.True
    | JsonValueKind.False -> kind = "boolean"
    | JsonValueKind.String -> kind = "string"
    | JsonValueKind.Array -> kind = "array"
    | JsonValueKind.Object -> kind = "object"
    | _ -> kind = "number" || (kind = "integer" && isIntegral (text value))

/// Whether a schema accepts a value.
let accepts (root: JsonElement) (schema: JsonElement) (value: JsonElement) =
    let rec valid (schema: JsonElement) (value: JsonElement) =
        match schema.ValueKind with
        | JsonValueKind.True -> true
        | JsonValueKind.False -> false
        | _ ->
            [ for keyword, said in members schema -> holds schema keyword said value ]
            |> List.forall id

    and holds schema keyword said value =
        let kind = value.ValueKind

        let count =
            if said.ValueKind = JsonValueKind.Number then
                said.GetInt32
            else
                fun () -> 0

        let compared () = compareNumbers (text value) (text said)
        let isNumber, isText = kind = JsonValueKind.Number, kind = JsonValueKind.String
        let isList, isObject = kind = JsonValueKind.Array, kind = JsonValueKind.Object

        let length () =
            value.GetString().EnumerateRunes() |> Seq.length

        match keyword with
        | "type" when said.ValueKind = JsonValueKind.String -> isOf value (said.GetString())
        | "type" -> list said |> List.exists (fun one -> isOf value (one.GetString()))
        | "const" -> same said value
        | "enum" -> list said |> List.exists (same value)
        | "minimum" -> not isNumber || compared () >= 0
        | "maximum" -> not isNumber || compared () <= 0
        | "exclusiveMinimum" -> not isNumber || compared () > 0
        | "exclusiveMaximum" -> not isNumber || compared () < 0
        | "minLength" -> not isText || length () >= count ()
        | "maxLength" -> not isText || length () <= count ()
        | "pattern" -> not isText || Regex.IsMatch(value.GetString(), said.GetString())
        | "minItems" -> not isList || (list value).Length >= count ()
        | "maxItems" -> not isList || (list value).Length <= count ()
        | "items" -> not isList || list value |> List.forall (valid said)
        | "required" ->
            not isObject
            || list said |> List.forall (fun name -> has (name.GetString()) value)
        | "properties" ->
            not isObject
            || members value
               |> List.forall (fun (name, one) -> not (has name said) || valid (get name said) one)
        | "additionalProperties" ->
            let isNamed name =
                has "properties" schema && has name (get "properties" schema)

            not isObject
            || members value |> List.forall (fun (name, one) -> isNamed name || valid said one)
        | "allOf" -> list said |> List.forall (fun one -> valid one value)
        | "anyOf" -> list said |> List.exists (fun one -> valid one value)
        | "oneOf" -> (list said |> List.filter (fun one -> valid one value)).Length = 1
        | "$ref" ->
            said.GetString().Split('/', StringSplitOptions.RemoveEmptyEntries)
            |> Seq.skip 1
            |> Seq.fold
                (fun (at: JsonElement) name ->
                    if at.ValueKind = JsonValueKind.Array then
                        at.Item(int name)
                    else
                        get name at)
                root
            |> fun target -> valid target value
        | "$defs" -> true
        | unknown -> failwith $"the validator does not know {unknown}"

    valid schema value

/// Whether no object of a value has a name twice: what that means is left open by the specification.
let rec hasSingleNames (value: JsonElement) =
    match value.ValueKind with
    | JsonValueKind.Array -> list value |> List.forall hasSingleNames
    | JsonValueKind.Object ->
        let all = members value
        let names = HashSet(List.map fst all)
        names.Count = all.Length && all |> List.forall (snd >> hasSingleNames)
    | _ -> true
