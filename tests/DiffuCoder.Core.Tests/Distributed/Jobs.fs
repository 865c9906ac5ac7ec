/// Jobs of several processes, started by mpirun. Each process runs one test of this assembly, which finds its work in the environment.
module DiffuCoder.Core.Tests.Distributed.Jobs

open System
open System.Diagnostics
open System.IO
open System.Reflection
open System.Text

[<Literal>]
let private Work = "DIFFUCODER_TEST_JOB"

[<Literal>]
let private Where = "DIFFUCODER_TEST_JOB_DIRECTORY"

/// The work of this process and the directory to do it in, where it is one of a job.
let given () =
    match Environment.GetEnvironmentVariable Work with
    | null -> None
    | work -> Some(work, Environment.GetEnvironmentVariable Where)

/// A running job, and what it says.
type Job =
    {
        Process: Process
        Output: StringBuilder
    }

    member job.Wait() =
        if not (job.Process.WaitForExit(TimeSpan.FromMinutes 3.0)) then
            job.Process.Kill true
            failwith $"The job does not end:\n{job.Output}"

        job.Process.WaitForExit()
        job.Process.ExitCode, job.Output.ToString()

    interface IDisposable with
        member job.Dispose() =
            if not job.Process.HasExited then
                job.Process.Kill true

            job.Process.Dispose()

let private mpirun =
    // more processes than cores, in a container and as root, on one machine
    "--oversubscribe --allow-run-as-root --bind-to none --mca btl vader,self --mca btl_vader_single_copy_mechanism none"

/// Starts a job whose processes run a test, under further environment variables.
let startUnder (settings: (string * string) list) (ranks: int) (test: string) (work: string) (directory: string) =
    let assembly = Assembly.GetExecutingAssembly().Location

    let info =
        ProcessStartInfo(
            "mpirun",
            [
                yield! mpirun.Split ' '
                "-n"
                string ranks
                "dotnet"
                "exec"
                assembly
                "-method"
                $"*{test}"
            ]
        )

    info.Environment[Work] <- work
    info.Environment[Where] <- directory

    for name, value in settings do
        info.Environment[name] <- value

    info.RedirectStandardOutput <- true
    info.RedirectStandardError <- true
    let output = StringBuilder()

    let keep (line: DataReceivedEventArgs) =
        lock output (fun () -> output.AppendLine line.Data |> ignore)

    let job =
        {
            Process = Process.Start info
            Output = output
        }

    job.Process.OutputDataReceived.Add keep
    job.Process.ErrorDataReceived.Add keep
    job.Process.BeginOutputReadLine()
    job.Process.BeginErrorReadLine()
    job

/// Starts a job whose processes run a test.
let start = startUnder []

/// The exit code of a job of which a process is to die, and what it said: mpirun does not wait for the others.
let runMortal ranks test work directory =
    use job =
        startUnder [ "OMPI_MCA_odls_base_sigkill_timeout", "0" ] ranks test work directory

    job.Wait()

/// The exit code of a job and what it said.
let run ranks test work directory =
    use job = start ranks test work directory
    job.Wait()

/// All that a run leaves and that does not depend on the clock or on how it was started.
let left (run: string) =
    [
        for file in
            Directory.GetFiles(Path.Combine(run, "checkpoints"), "*", SearchOption.AllDirectories)
            |> Array.sort do
            Path.GetRelativePath(run, file), Convert.ToHexString(File.ReadAllBytes file)
        for file in Directory.GetFiles(run, "*.jsonl") |> Array.sort do
            if Path.GetFileName file <> "timing.jsonl" then
                Path.GetFileName file, File.ReadAllText file
    ]
