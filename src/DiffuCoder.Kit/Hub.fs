namespace DiffuCoder

open System
open System.IO
open System.Threading
open DiffuCoder.Hub

/// Where a hub is, where its files are kept, and how patient one is: `HubSettings.FromEnvironment()`, or some of it changed.
type HubSettings = DiffuCoder.Hub.HubSettings

/// How far a download has come.
type HubProgress = DiffuCoder.Hub.HubProgress

// Named as the namespace of the core: so it has another name for the runtime, and `open` may open it, together with that.

/// <summary>
/// Checkpoints and data sets from a hub, in the cache that Hugging Face's own tools use: what they fetched is found, and they find what is
/// fetched here. <c>HF_TOKEN</c>, <c>HF_HOME</c>, <c>HF_HUB_CACHE</c>, <c>HF_ENDPOINT</c>, <c>HF_HUB_OFFLINE</c> mean what they do there.
/// </summary>
/// <example><code lang="fsharp">
/// let directory = Hub.download "apple/DiffuCoder-7B-cpGRPO"
/// let rows = Hub.datasetFile "TIGER-Lab/AceCode-87K" "data/train-00000-of-00001.parquet"
/// </code></example>
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>]
module Hub =

    let private size (bytes: int64) =
        if bytes < 1_000_000L then
            $"{float bytes / 1e3:F1} kB"
        elif bytes < 1_000_000_000L then
            $"{float bytes / 1e6:F1} MB"
        else
            $"{float bytes / 1e9:F2} GB"

    /// A download in one line: what has come, how fast, and how long it will take; or what just went wrong.
    let line (progress: HubProgress) : string =
        match Option.ofObj progress.Remark with
        | Some remark -> remark
        | None ->
            let rate =
                if progress.BytesPerSecond > 0.0 then
                    $", {size (int64 progress.BytesPerSecond)}/s"
                else
                    ""

            let left =
                match Option.ofNullable progress.Remaining with
                | Some time when progress.Bytes < progress.Total -> $", {int time.TotalMinutes}:{time.Seconds:D2} left"
                | _ -> ""

            $"{progress.Repository}: {progress.Finished} of {progress.Files} files, {size progress.Bytes} of {size progress.Total}{rate}{left}"

    /// Told of a download, writes a line each few seconds, and each remark.
    let lines (write: string -> unit) : HubProgress -> unit =
        let every = TimeSpan.FromSeconds 5.0
        let clock = Diagnostics.Stopwatch()

        fun progress ->
            let isDue =
                not clock.IsRunning
                || clock.Elapsed > every
                || progress.Finished = progress.Files

            if (isDue && progress.Total > 0L) || not (isNull progress.Remark) then
                clock.Restart()
                write (line progress)

    let private listener (watch: HubProgress -> unit) =
        { new IProgress<HubProgress> with
            member _.Report progress = watch progress
        }

    /// <summary>
    /// The directory of a model, downloaded where it is not in the cache, told of as it comes and ended by a token. What has come is kept.
    /// </summary>
    /// <param name="watch">Told a few times a second at most.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="settings">Where, and how patient.</param>
    /// <param name="name"><c>owner/name</c>, or <c>owner/name@revision</c>.</param>
    /// <exception cref="T:DiffuCoder.Hub.HubException">It cannot be had; the message says why and how to mend it.</exception>
    /// <exception cref="T:System.OperationCanceledException">Ended by the token.</exception>
    let downloadWith (watch: HubProgress -> unit) (stop: CancellationToken) (settings: HubSettings) (name: string) : string =
        HubDownloader(settings).ModelAsync(HubRepository.Parse name, listener watch, stop).GetAwaiter().GetResult()

    /// <summary>The directory of a model, downloaded where it is not in the cache; lines on standard error say how far it is.</summary>
    /// <exception cref="T:DiffuCoder.Hub.HubException">It cannot be had; the message says why and how to mend it.</exception>
    let download (name: string) : string =
        downloadWith (lines (eprintfn "%s")) CancellationToken.None (HubSettings.FromEnvironment()) name

    /// <summary>The path of a data set's file, as <c>download</c> has a model's directory.</summary>
    /// <param name="watch">Told a few times a second at most.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="settings">Where, and how patient.</param>
    /// <param name="dataset"><c>owner/name</c>, or <c>owner/name@revision</c>.</param>
    /// <param name="path">The file's path in it.</param>
    /// <exception cref="T:DiffuCoder.Hub.HubException">It cannot be had; the message says why and how to mend it.</exception>
    let datasetFileWith
        (watch: HubProgress -> unit)
        (stop: CancellationToken)
        (settings: HubSettings)
        (dataset: string)
        (path: string)
        : string =
        HubDownloader(settings)
            .FilesAsync(HubRepository.Parse(dataset, HubKind.Dataset), [| path |], listener watch, stop)
            .GetAwaiter()
            .GetResult()
        |> Seq.exactlyOne

    /// <summary>The path of a data set's file, downloaded where it is not in the cache.</summary>
    /// <exception cref="T:DiffuCoder.Hub.HubException">It cannot be had; the message says why and how to mend it.</exception>
    let datasetFile (dataset: string) (path: string) : string =
        datasetFileWith (lines (eprintfn "%s")) CancellationToken.None (HubSettings.FromEnvironment()) dataset path

    /// Whether a name means a repository: it has the form of one, and neither it nor its first part is a folder here.
    let internal isMeant (name: string) =
        HubRepository.CanBe name
        && not (Directory.Exists name)
        && not (Directory.Exists(name.Split('/')[0]))

    /// The directory that a name means: itself, or the one that is fetched.
    let internal directoryOf (name: string) =
        if isMeant name then
            try
                download name
            with :? HubException as problem when problem.Fault = HubFault.NotFound ->
                raise (
                    HubException(
                        problem.Fault,
                        $"{problem.Message} Nor is there a folder {name} in {Directory.GetCurrentDirectory()}.",
                        problem
                    )
                )
        else
            name
