// What the F# kernel of .NET Interactive puts in scope of every cell, as far as notebooks use it.
namespace DiffuCoder.Notebooks

open System
open System.Runtime.CompilerServices
open Microsoft.AspNetCore.Html
open Microsoft.DotNet.Interactive.Formatting
open DiffuCoder.Notebooks.Output

/// Where displayed values go, and how they are formed.
[<RequireQualifiedAccess>]
module Shown =

    /// Set by whoever runs cells: the session's own code has no other way to them.
    let mutable receive: Bundle -> unit = ignore

    /// A value in the forms its type prefers, plain text always among them.
    let bundle (value: obj) : Bundle =
        let kind = if isNull value then typeof<obj> else value.GetType()

        [
            for mimeType in
                Seq.append (Formatter.GetPreferredMimeTypesFor kind) [ PlainTextFormatter.MimeType ]
                |> Seq.distinct -> mimeType, Formatter.ToDisplayString(value, mimeType).ReplaceLineEndings "\n"
        ]

    /// As the kernel sets it: HTML, but text for strings.
    let prepare () =
        Formatter.DefaultMimeType <- HtmlFormatter.MimeType
        Formatter.SetPreferredMimeTypesFor(typeof<string>, PlainTextFormatter.MimeType)

[<AutoOpen>]
module DisplayFunctions =

    /// Shows a value below the cell.
    let display (value: obj) = Shown.receive (Shown.bundle value)

    /// Text that is HTML.
    let HTML (value: string) : IHtmlContent = HtmlString value

[<Extension>]
type KernelExtensions =

    /// Shows a value below the cell.
    [<Extension>]
    static member Display(value: obj) = display value

    /// Shows a text of a MIME type below the cell.
    [<Extension>]
    static member DisplayAs(value: string, mimeType: string) = Shown.receive [ mimeType, value ]
