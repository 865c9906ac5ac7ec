/// What the types of an assembly use, read from its compiled form, where every use has its full name.
module DiffuCoder.Core.Tests.Architecture.Dependencies

open System
open Mono.Cecil
open Mono.Cecil.Cil
open DiffuCoder.Core.Tests.Architecture.Layers

let rec private typeAndNested (definition: TypeDefinition) : TypeDefinition list =
    definition
    :: [
        for nested in definition.NestedTypes do
            yield! typeAndNested nested
    ]

/// Every type that a reference names: a list of arrays of A names List, Array and A.
let rec private named (reference: TypeReference | null) : TypeReference list =
    match reference with
    | null -> []
    | :? GenericInstanceType as generic ->
        named generic.ElementType
        @ (generic.GenericArguments |> Seq.collect named |> List.ofSeq)
    | :? FunctionPointerType as pointer ->
        named pointer.ReturnType
        @ [
            for parameter in pointer.Parameters do
                yield! named parameter.ParameterType
        ]
    | :? RequiredModifierType as modified -> named modified.ModifierType @ named modified.ElementType
    | :? OptionalModifierType as modified -> named modified.ModifierType @ named modified.ElementType
    | :? TypeSpecification as specification -> named specification.ElementType // arrays, references, pointers
    | :? GenericParameter -> []
    | plain -> [ plain ]

let private ofAttributes (provider: ICustomAttributeProvider) =
    let ofArgument (argument: CustomAttributeArgument) =
        match argument.Value with
        | :? TypeReference as reference -> named argument.Type @ named reference
        | _ -> named argument.Type

    [
        for attribute in provider.CustomAttributes do
            yield! named attribute.AttributeType

            for argument in attribute.ConstructorArguments do
                yield! ofArgument argument

            for property in attribute.Properties do
                yield! ofArgument property.Argument
    ]

let private ofGenericParameters (provider: IGenericParameterProvider) =
    [
        for parameter in provider.GenericParameters do
            for limit in parameter.Constraints do
                yield! named limit.ConstraintType
    ]

let private ofMethodReference (reference: MethodReference) =
    [
        yield! named reference.DeclaringType
        yield! named reference.ReturnType

        for parameter in reference.Parameters do
            yield! named parameter.ParameterType

        match reference with
        | :? GenericInstanceMethod as generic ->
            for argument in generic.GenericArguments do
                yield! named argument
        | _ -> ()
    ]

let private ofBody (body: MethodBody) =
    [
        for variable in body.Variables do
            yield! named variable.VariableType

        for handler in body.ExceptionHandlers do
            yield! named handler.CatchType

        for instruction in body.Instructions do
            match instruction.Operand with
            | :? TypeReference as reference -> yield! named reference
            | :? MethodReference as reference -> yield! ofMethodReference reference
            | :? FieldReference as reference -> yield! named reference.DeclaringType @ named reference.FieldType
            | :? CallSite as site ->
                yield! named site.ReturnType

                for parameter in site.Parameters do
                    yield! named parameter.ParameterType
            | _ -> ()
    ]

let private ofMethod (method: MethodDefinition) =
    [
        yield! ofMethodReference method
        yield! ofAttributes method
        yield! ofAttributes method.MethodReturnType
        yield! ofGenericParameters method

        for parameter in method.Parameters do
            yield! ofAttributes parameter

        if method.HasBody then
            yield! ofBody method.Body
    ]

/// What a type itself uses, with the name of the member that does.
let private usesOf (definition: TypeDefinition) =
    [
        for reference in
            named definition.BaseType
            @ ofAttributes definition
            @ ofGenericParameters definition do
            "declaration", reference

        for contract in definition.Interfaces do
            for reference in named contract.InterfaceType do
                "declaration", reference

        for field in definition.Fields do
            for reference in named field.FieldType @ ofAttributes field do
                field.Name, reference

        for property in definition.Properties do
            for reference in ofAttributes property do
                property.Name, reference

        for event in definition.Events do
            for reference in ofAttributes event do
                event.Name, reference

        for method in definition.Methods do
            for reference in ofMethod method do
                method.Name, reference
    ]

let rec private outermost (reference: TypeReference) : TypeReference =
    match reference.DeclaringType with
    | null -> reference
    | outer -> outermost outer

/// Every outermost type of an assembly with what it and the types nested in it use.
let private types (assembly: Reflection.Assembly) =
    use read = AssemblyDefinition.ReadAssembly assembly.Location

    [
        for definition in read.MainModule.Types do
            definition,
            [
                for part in typeAndNested definition do
                    for memberName, reference in usesOf part do
                        $"{part.FullName}.{memberName}", outermost reference
            ]
    ]

/// Namespace and full name of each outermost type that a person wrote.
let written assembly =
    let marks =
        [ "CompilerGeneratedAttribute"; "GeneratedCodeAttribute"; "EmbeddedAttribute" ]

    [
        for definition, _ in types assembly do
            let isMarked =
                definition.CustomAttributes
                |> Seq.exists (fun attribute -> List.contains attribute.AttributeType.Name marks)

            if not (isMarked || definition.Name.StartsWith '<') then
                definition.Namespace, definition.FullName
    ]

/// The uses of types of this project by types of an assembly, from one namespace
/// to another. What the compiler keeps outside of every namespace is left out.
let ofAssembly assembly =
    [
        for user, uses in types assembly |> List.filter (fun (user, _) -> user.Namespace <> "") do
            for where, used in uses do
                if used.Namespace.StartsWith "DiffuCoder." && used.Namespace <> user.Namespace then
                    {
                        From = user.Namespace
                        To = used.Namespace
                        Where = $"{where} uses {used.FullName}"
                    }
    ]
    |> List.distinct
