namespace DiffuCoder

open DiffuCoder.Sandbox

/// Where generated programs run.
[<RequireQualifiedAccess>]
module Sandboxing =

    /// <summary>Starts the sandbox that this machine has. It owns processes: bind it with <c>use</c> in a task, or dispose of it.</summary>
    /// <exception cref="T:DiffuCoder.Sandbox.SandboxException">Nothing on this machine can isolate programs; the message says what to install.</exception>
    let start () : ISandbox =
        raise (SandboxException "This build of the kit has no sandbox, and programs that a model wrote are not run without one.")
