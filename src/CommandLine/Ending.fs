/// How the programs end. Exit codes: 0 done, 1 it cannot be done, 2 the command line is wrong, 130 stopped by Ctrl+C or by the
/// signal to terminate.
module internal DiffuCoder.Ending

open System
open System.IO
open System.Runtime.InteropServices
open System.Threading
open Argu

/// Whether an error says by itself what is wrong and how to mend it, so that its message is enough.
let private speaksForItself (problem: exn) =
    match problem with
    | :? DiffuCoder.Hub.HubException
    | :? DiffuCoder.Checkpoints.CheckpointException
    | :? DiffuCoder.Tokenization.TokenizerException
    | :? DiffuCoder.Datasets.DataException
    | :? DiffuCoder.Models.ModelException
    | :? DiffuCoder.Sampling.SamplerException
    | :? DiffuCoder.Runtime.DeviceException
    | :? DiffuCoder.Sandbox.SandboxException
    | :? DiffuCoder.Evaluation.EvaluationException
    | :? DiffuCoder.Distributed.DistributedException
    | :? DiffuCoder.Training.TrainingException
    | :? DiffuCoder.Constraints.ConstraintException
    | :? DiffuCoder.Repairs.RepairException
    | :? InvalidDataException
    | :? IOException
    | :? UnauthorizedAccessException -> true
    | _ -> false

/// Runs a program's work under a token that Ctrl+C cancels, and the signal by which schedulers of jobs end programs; gives the exit
/// code: the work's own where it ends by itself.
/// `stopping` is said when it is pressed, since what is under way is finished first, and `stopped` at the end.
/// Pressed again it ends at once.
let ofWork (stopping: string) (stopped: string) (work: CancellationToken -> int) : int =
    use stop = new CancellationTokenSource()

    Console.CancelKeyPress.Add(fun pressed ->
        if not stop.IsCancellationRequested then
            pressed.Cancel <- true
            Console.Error.WriteLine $"{stopping} (Ctrl+C again ends at once)"
            stop.Cancel())

    // schedulers of jobs send it some time before they kill
    use _ =
        PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            fun signal ->
                if not stop.IsCancellationRequested then
                    signal.Cancel <- true
                    Console.Error.WriteLine stopping
                    stop.Cancel()
        )

    let say code (message: string) =
        Console.Error.WriteLine message
        code

    try
        work stop.Token
    with
    | :? ArguParseException as problem when problem.ErrorCode = ErrorCode.HelpText ->
        Console.WriteLine problem.Message
        0
    | :? ArguParseException as problem -> say 2 problem.Message
    | :? OperationCanceledException -> say 130 stopped
    | problem when speaksForItself problem -> say 1 problem.Message
