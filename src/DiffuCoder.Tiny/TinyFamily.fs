namespace DiffuCoder.Tiny

open System
open System.IO
open System.Reflection
open DiffuCoder.Checkpoints
open DiffuCoder.Sampling

/// The checkpoints the kit carries with it.
[<RequireQualifiedAccess>]
type Stage =
    /// The causal ancestor, trained on the next token. It goes on with a text from left to right.
    | Ar
    /// Adapted from `Ar` to masked diffusion, stage 1 of the paper; there was no mid-training, its stage 2. It goes on with a text.
    | Base
    /// Taught to answer requests.
    | Instruct
    /// Trained further by coupled-GRPO.
    | CpGrpo
    /// Of no ancestor: a masked diffusion model from the start, as LLaDA is; goes on with a text.
    | Llada

/// The family of small checkpoints that comes with the kit.
[<RequireQualifiedAccess>]
module TinyFamily =

    /// Longest completion, in tokens, that the family was trained on.
    [<Literal>]
    let CompletionLength = 96

    /// How the family is sampled: as in the paper, on the tokens it was trained to
    /// fill, one a step, always the likeliest, the padding last and all at once.
    let samplerOptions =
        SamplerOptions(
            MaxNewTokens = CompletionLength,
            Steps = CompletionLength,
            Temperature = 0.0,
            DeferStopTokens = true,
            FinishWithStopTokens = true
        )

    /// The stages that come of one another, in the order they are trained.
    let stages = [ Stage.Ar; Stage.Base; Stage.Instruct; Stage.CpGrpo ]

    /// The name of a stage's directory.
    let name (stage: Stage) =
        match stage with
        | Stage.Ar -> "ar"
        | Stage.Base -> "base"
        | Stage.Instruct -> "instruct"
        | Stage.CpGrpo -> "cpgrpo"
        | Stage.Llada -> "llada"

    let private read (assembly: Assembly) (resource: string) =
        use stream = assembly.GetManifestResourceStream resource |> nonNull
        use bytes = new MemoryStream(int stream.Length)
        stream.CopyTo bytes
        bytes.ToArray()

    /// The files of a stage as the assembly carries them.
    let internal files (stage: Stage) : UnpackedFolder.Files =
        let assembly = Assembly.GetExecutingAssembly()
        let prefix = $"Checkpoints/{name stage}/"

        assembly.GetManifestResourceNames()
        |> Seq.filter _.StartsWith(prefix, StringComparison.Ordinal)
        |> Seq.map (fun resource -> resource[prefix.Length ..], read assembly resource)
        |> Map.ofSeq

    /// Where the system keeps what can be made again: `XDG_CACHE_HOME`, else `~/.cache`, on Windows the local application data.
    let private cache () =
        match Environment.GetEnvironmentVariable "XDG_CACHE_HOME" with
        | NonNull folder when Path.IsPathRooted folder -> folder
        | _ when OperatingSystem.IsWindows() -> Environment.GetFolderPath Environment.SpecialFolder.LocalApplicationData
        | _ -> Path.Combine(Environment.GetFolderPath Environment.SpecialFolder.UserProfile, ".cache")

    /// A new folder that no other user can read, deleted when the process ends.
    let private temporary () =
        let folder = Directory.CreateTempSubdirectory("diffucoder-").FullName

        AppDomain.CurrentDomain.ProcessExit.Add(fun _ ->
            try
                Directory.Delete(folder, recursive = true)
            with
            | :? IOException
            // Windows keeps files that are mapped
            | :? UnauthorizedAccessException -> ())

        folder

    /// The user's cache, and a temporary folder for those whose home cannot be written to.
    let internal roots =
        [
            lazy Path.Combine(cache (), "diffucoder", "tiny")
            Lazy<string>.Create temporary
        ]

    /// Whether this build carries a stage.
    let carries (stage: Stage) = not (files stage).IsEmpty

    /// <summary>The checkpoint directory of a stage, unpacked into the user's cache on first use.</summary>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">
    /// This build carries no such stage, or no folder can be written to.
    /// </exception>
    let directory (stage: Stage) =
        let files = files stage

        if files.IsEmpty then
            raise (
                CheckpointException(
                    $"Checkpoints/{name stage}",
                    null,
                    $"this build of DiffuCoder.Tiny carries no checkpoint of the stage {name stage}. In the repository, train it with 'dotnet fsi build.fsx -t Train' and build again."
                )
            )

        UnpackedFolder.unpack roots (name stage) files
