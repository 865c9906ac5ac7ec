/// What an assembly offers to others, a line for each type and member, sorted.
module DiffuCoder.Packages.Tests.PublicSurface

open System
open System.Reflection

let private isVisible (method: MethodBase) =
    method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly

let rec private name (kind: Type) : string =
    if kind.IsByRef then
        $"{name (kind.GetElementType())}&"
    elif kind.IsArray then
        $"{name (kind.GetElementType())}[]"
    elif kind.IsGenericParameter then
        kind.Name
    elif kind.IsGenericType then
        let own = kind.GetGenericTypeDefinition()
        let plain = (string own.FullName).Split('[')[0]
        let arguments = kind.GetGenericArguments() |> Seq.map name |> String.concat ", "
        $"{plain}<{arguments}>"
    else
        string kind.FullName

let private parameters (method: MethodBase) =
    method.GetParameters()
    |> Seq.map (fun parameter ->
        let byDefault =
            if parameter.HasDefaultValue then
                match parameter.RawDefaultValue with
                | null -> " = default"
                | value -> $" = {value}"
            else
                ""

        $"{name parameter.ParameterType} {parameter.Name}{byDefault}")
    |> String.concat ", "

let private generics (method: MethodInfo) =
    match method.GetGenericArguments() with
    | [||] -> ""
    | arguments -> "<" + (arguments |> Seq.map _.Name |> String.concat ", ") + ">"

let private word isStatic = if isStatic then "static " else ""

let private accessor (verb: string) (method: MethodInfo | null) =
    match method with
    | NonNull method when isVisible method ->
        let isInit =
            method.ReturnParameter.GetRequiredCustomModifiers()
            |> Seq.exists (fun modifier -> modifier.Name = "IsExternalInit")

        [ (if isInit then "init" else verb) ]
    | _ -> []

let private memberLines (kind: Type) =
    let everything =
        BindingFlags.Public
        ||| BindingFlags.NonPublic
        ||| BindingFlags.Instance
        ||| BindingFlags.Static
        ||| BindingFlags.DeclaredOnly

    [
        for made in kind.GetConstructors everything do
            if isVisible made && not made.IsStatic then
                $"new({parameters made})"

        for property in kind.GetProperties everything do
            match accessor "get" property.GetMethod @ accessor "set" property.SetMethod with
            | [] -> ()
            | accessors ->
                let isStatic = property.GetAccessors true |> Array.exists _.IsStatic

                let index =
                    match property.GetIndexParameters() with
                    | [||] -> ""
                    | indices ->
                        "["
                        + (indices |> Seq.map (fun at -> name at.ParameterType) |> String.concat ", ")
                        + "]"

                $"""{word isStatic}{name property.PropertyType} {property.Name}{index} {{ {String.concat "; " accessors} }}"""

        for field in kind.GetFields everything do
            if (field.IsPublic || field.IsFamily) && not field.IsSpecialName then
                $"{word field.IsStatic}{name field.FieldType} {field.Name}"

        for event in kind.GetEvents everything do
            if isVisible event.AddMethod then
                $"event {name event.EventHandlerType} {event.Name}"

        for method in kind.GetMethods everything do
            if
                isVisible method
                && (not method.IsSpecialName
                    || method.Name.StartsWith("op_", StringComparison.Ordinal))
            then
                $"{word method.IsStatic}{name method.ReturnType} {method.Name}{generics method}({parameters method})"
    ]

let private header (kind: Type) =
    let form =
        if kind.IsEnum then "enum"
        elif kind.IsInterface then "interface"
        elif kind.IsValueType then "struct"
        elif kind.IsAbstract && kind.IsSealed then "static class"
        elif kind.IsAbstract then "abstract class"
        elif kind.IsSealed then "sealed class"
        else "class"

    let above =
        match kind.BaseType with
        | NonNull above when not kind.IsValueType && above <> typeof<obj> -> [ above ]
        | _ -> []

    let kinds =
        above @ (kind.GetInterfaces() |> List.ofArray)
        |> List.map name
        |> List.sortWith (fun one other -> String.CompareOrdinal(one, other))

    let rest =
        if kinds.IsEmpty then
            ""
        else
            " : " + String.concat ", " kinds

    $"{form} {name kind}{rest}"

/// The lines of an assembly: each type, and its members behind its name.
let lines (assembly: Assembly) =
    [
        for kind in assembly.GetExportedTypes() do
            header kind

            for line in memberLines kind do
                $"{name kind} :: {line}"
    ]
    |> List.sortWith (fun one other -> String.CompareOrdinal(one, other))
