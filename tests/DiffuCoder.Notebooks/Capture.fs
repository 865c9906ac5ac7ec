/// Collects what a cell prints and shows, in order.
module DiffuCoder.Notebooks.Capture

open System
open System.IO
open System.Text
open DiffuCoder.Notebooks.Output

/// A cell prints from any thread: additions wait for each other.
type Capture() =
    let gate = obj ()
    let mutable outputs: Output list = [] // the last one first

    /// Adds an output; what is printed to one stream in a row becomes one output.
    member _.Add(output: Output) =
        lock gate (fun () ->
            outputs <-
                match output, outputs with
                | Stream(_, ""), _ -> outputs
                | Stream(name, text), Stream(last, before) :: rest when last = name -> Stream(name, before + text) :: rest
                | _ -> output :: outputs)

    /// What has come since the last call, and begins anew.
    member _.Take() =
        lock gate (fun () ->
            let taken = List.rev outputs
            outputs <- []
            taken)

/// A stream of the console that goes to a capture. A text is one addition, however long.
type private CaptureWriter(name: string, capture: Capture) =
    inherit TextWriter()
    override _.Encoding = Encoding.UTF8
    override _.NewLine = "\n"

    override _.Write(character: char) =
        capture.Add(Stream(name, string character))

    override _.Write(text: string) =
        capture.Add(Stream(name, (if isNull text then "" else text)))

    override _.Write(buffer: char[], index: int, count: int) =
        capture.Add(Stream(name, String(buffer, index, count)))

    override _.WriteLine() = capture.Add(Stream(name, "\n"))
    override _.WriteLine(text: string) = capture.Add(Stream(name, text + "\n"))

/// Does some work while the console goes to a capture.
let during (capture: Capture) (work: unit -> 'a) : 'a =
    let output, errors = Console.Out, Console.Error
    Console.SetOut(new CaptureWriter("stdout", capture))
    Console.SetError(new CaptureWriter("stderr", capture))

    try
        work ()
    finally
        Console.SetOut output
        Console.SetError errors
