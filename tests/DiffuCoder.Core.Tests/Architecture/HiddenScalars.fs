/// Calls in which TorchSharp makes a native scalar of a number and holds it no longer than it needs its address: when a garbage
/// collection frees it before the native call has read it, the call reads freed memory, and fails or computes something else.
module DiffuCoder.Core.Tests.Architecture.HiddenScalars

open System.Collections.Generic
open System.Reflection
open Mono.Cecil

let rec private typeAndNested (definition: TypeDefinition) : TypeDefinition list =
    definition
    :: (definition.NestedTypes |> Seq.collect typeAndNested |> List.ofSeq)

let private methodsOf (assembly: Assembly) =
    let read = AssemblyDefinition.ReadAssembly assembly.Location

    [
        for definition in read.MainModule.Types do
            for nested in typeAndNested definition do
                yield! nested.Methods
    ]
    |> List.filter _.HasBody

let private calls (method: MethodDefinition) =
    [
        for instruction in method.Body.Instructions do
            match instruction.Operand with
            | :? MethodReference as called -> called.FullName
            | _ -> ()
    ]

let private makesScalar (called: string) =
    called.Contains "TorchSharp.Scalar::op_Implicit"

/// TorchSharp's methods that make a scalar, by themselves or by calling another that does.
let private hiding (torchSharp: Assembly) : HashSet<string> =
    let callsOf =
        [ for method in methodsOf torchSharp -> method.FullName, calls method ]

    let found = HashSet<string>()
    let mutable grows = true

    while grows do
        let more =
            [
                for name, called in callsOf do
                    if
                        not (found.Contains name)
                        && called |> List.exists (fun one -> makesScalar one || found.Contains one)
                    then
                        name
            ]

        more |> List.iter (found.Add >> ignore)
        grows <- not more.IsEmpty

    found

/// Scalars that a method makes itself and does not keep in a variable or field.
let private unheld (method: MethodDefinition) =
    [
        for instruction in method.Body.Instructions do
            match instruction.Operand with
            | :? MethodReference as called when makesScalar called.FullName ->
                let next = instruction.Next.OpCode.Name

                if not (next.StartsWith "stloc" || next = "stfld" || next = "stsfld") then
                    called.FullName
            | _ -> ()
    ]

/// Where an assembly does either, as "method: what it calls".
let callsFrom (assembly: Assembly) (torchSharp: Assembly) : string list =
    let hidden = hiding torchSharp

    [
        for method in methodsOf assembly do
            for called in (calls method |> List.filter hidden.Contains) @ unheld method do
                $"{method.DeclaringType.FullName}.{method.Name}: {called}"
    ]
    |> List.distinct
