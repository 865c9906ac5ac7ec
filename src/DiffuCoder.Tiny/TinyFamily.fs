namespace DiffuCoder.Tiny

open System
open System.IO
open System.Reflection
open DiffuCoder.Checkpoints
open DiffuCoder.Sampling

/// The checkpoints of the small family.
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

/// The family of small checkpoints.
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

    /// The package that holds the checkpoints. Only those who want them have it.
    [<Literal>]
    let private Package = "DiffuCoder.Tiny.Checkpoints"

    /// Its assembly. It is asked for each time: a script may add the package after it was missed.
    let private holder () =
        try
            Some(Assembly.Load(AssemblyName Package))
        with :? FileNotFoundException ->
            None

    let private read (assembly: Assembly) (resource: string) =
        use stream = assembly.GetManifestResourceStream resource |> nonNull
        use bytes = new MemoryStream(int stream.Length)
        stream.CopyTo bytes
        bytes.ToArray()

    /// The names of a stage's files in the assembly that holds them.
    let private resources (stage: Stage) (assembly: Assembly) =
        assembly.GetManifestResourceNames()
        |> Array.filter _.StartsWith($"{name stage}/", StringComparison.Ordinal)

    /// The kit's version, which is that of all its packages.
    let private version () =
        match Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>() with
        | null -> "*-*"
        | attribute -> attribute.InformationalVersion.Split('+')[0]

    let private refuse (stage: Stage) (what: string) =
        raise (CheckpointException($"{Package}/{name stage}", null, what))

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

    /// Whether the checkpoint of a stage is there: the package DiffuCoder.Tiny.Checkpoints, and the stage in it.
    let carries (stage: Stage) =
        match holder () with
        | Some assembly -> not (Array.isEmpty (resources stage assembly))
        | None -> false

    /// <summary>
    /// The checkpoint directory of a stage, unpacked from the package DiffuCoder.Tiny.Checkpoints into the user's cache on first use.
    /// </summary>
    /// <exception cref="T:DiffuCoder.Checkpoints.CheckpointException">
    /// The program does not have that package, there is no such stage in it, or no folder can be written to.
    /// </exception>
    let directory (stage: Stage) =
        match holder () with
        | None ->
            let version = version ()

            refuse
                stage
                $"the small checkpoints are in the package {Package}, which this program does not have. Add it, in a project with <PackageReference Include=\"{Package}\" Version=\"{version}\" />, in a script with #r \"nuget: {Package}, {version}\"."
        | Some assembly ->
            match resources stage assembly with
            | [||] ->
                refuse
                    stage
                    $"this build of {Package} has no checkpoint of the stage {name stage}. In the repository, train it with 'dotnet fsi build.fsx -t Train -- --stage {name stage}', put it into src/{Package}/Stages and build again."
            | resources ->
                resources
                |> Seq.map (fun resource -> resource[(name stage).Length + 1 ..], read assembly resource)
                |> Map.ofSeq
                |> UnpackedFolder.unpack roots (name stage)
