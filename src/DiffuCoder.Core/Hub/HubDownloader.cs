using DiffuCoder.Checkpoints;

namespace DiffuCoder.Hub;

/// <summary>
/// Brings repositories of a hub into the cache that Hugging Face's own tools use, and only what is not there yet. Downloads go on where they were
/// ended, and nothing stands in the cache before its length and its hash are right.
/// </summary>
/// <param name="settings">Where, and how patient; null: as the environment says.</param>
/// <param name="time">The clock of rates; null: the system's.</param>
/// <example><code>
/// var hub = new HubDownloader();
/// var directory = await hub.ModelAsync(HubRepository.Parse("apple/DiffuCoder-7B-cpGRPO"));
/// using var model = MaskedLanguageModel.Load(directory);
/// </code></example>
public sealed class HubDownloader(HubSettings? settings = null, TimeProvider? time = null)
{
    private readonly HubSettings settings = settings ?? HubSettings.FromEnvironment();

    /// <summary>The files that a model needs: configuration, tokenizer, weights in safetensors.</summary>
    /// <param name="repository">Which one.</param>
    /// <param name="progress">Told of bytes and of what goes wrong on the way, a few times a second at most; null: nobody.</param>
    /// <param name="cancellation">Ends it; what has come is kept.</param>
    /// <returns>The directory, as <c>MaskedLanguageModel.Load</c> reads it.</returns>
    /// <exception cref="HubException">It cannot be had, or it is no checkpoint that can be read.</exception>
    /// <exception cref="CheckpointException">The index of its weights is damaged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<string> ModelAsync(HubRepository repository, IProgress<HubProgress>? progress = null, CancellationToken cancellation = default)
    {
        var cache = new HubCache(settings.CacheFolder, repository);
        bool IsThere(string commit) => ModelFiles.IsComplete(path => cache.Find(commit, path));
        return await FetchAsync(repository, cache, IsThere, async (fetch, listing) =>
        {
            await fetch(ModelFiles.First(listing)).ConfigureAwait(false);
            await fetch([.. ModelFiles.First(listing), .. ModelFiles.Weights(repository, listing, cache.Find(listing.Commit, CheckpointFiles.Index))])
                .ConfigureAwait(false);
        }, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>Some files, of a data set for example.</summary>
    /// <param name="repository">Which one.</param>
    /// <param name="paths">Their paths within the repository.</param>
    /// <param name="progress">Told of bytes and of what goes wrong on the way; null: nobody.</param>
    /// <param name="cancellation">Ends it; what has come is kept.</param>
    /// <returns>Their paths on the disk, in order.</returns>
    /// <exception cref="HubException">They cannot be had.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<IReadOnlyList<string>> FilesAsync(
        HubRepository repository, IReadOnlyList<string> paths, IProgress<HubProgress>? progress = null, CancellationToken cancellation = default)
    {
        var cache = new HubCache(settings.CacheFolder, repository);
        bool IsThere(string commit) => paths.All(path => cache.Find(commit, path) is not null);
        HubFile FileOf(HubListing listing, string path) => listing.Files.TryGetValue(path, out var file)
            ? file
            : throw new HubException(HubFault.NotFound, $"{repository} has no file {path} at that revision.");
        Task Wanted(Func<IReadOnlyList<HubFile>, Task> fetch, HubListing listing) => fetch([.. paths.Select(path => FileOf(listing, path))]);
        var directory = await FetchAsync(repository, cache, IsThere, Wanted, progress, cancellation).ConfigureAwait(false);
        return [.. paths.Select(path => Path.Combine([directory, .. path.Split('/')]))];
    }

    private async Task<string> FetchAsync(
        HubRepository repository, HubCache cache, Func<string, bool> isThere,
        Func<Func<IReadOnlyList<HubFile>, Task>, HubListing, Task> wanted, IProgress<HubProgress>? progress, CancellationToken cancellation)
    {
        var known = cache.CommitOf(repository.Revision);
        var isKnown = known is not null && isThere(known);
        if (isKnown && (repository.IsCommit || settings.IsOffline)) return cache.Snapshot(known!);
        if (settings.IsOffline)
            throw new HubException(
                HubFault.Offline, $"{repository} is not, or not whole, in {settings.CacheFolder}, and HF_HUB_OFFLINE forbids to download it.");
        using var client = new HubClient(settings);
        var silent = new DownloadMeter(repository, 0, 0, progress, time ?? TimeProvider.System);
        HubListing listing;
        try
        {
            var patience = isKnown ? settings with { Attempts = 1 } : settings;
            listing = await ListAsync(client, repository, patience, silent, cancellation).ConfigureAwait(false);
        }
        catch (HubException e) when (isKnown && e.IsPassing)
        {
            silent.Say($"{e.Message} The revision {repository.Revision} is taken as it was in the cache, commit {known}.");
            return cache.Snapshot(known!);
        }
        Task Fetch(IReadOnlyList<HubFile> files) => DownloadAsync(client, cache, repository, listing, files, progress, cancellation);
        await wanted(Fetch, listing).ConfigureAwait(false);
        cache.Note(repository.Revision, listing.Commit);
        return cache.Snapshot(listing.Commit);
    }

    private static Task<HubListing> ListAsync(
        HubClient client, HubRepository repository, HubSettings settings, DownloadMeter meter, CancellationToken cancellation)
    {
        var kind = repository.Kind == HubKind.Model ? "models" : "datasets";
        var revision = Uri.EscapeDataString(repository.Revision);
        var address = new Uri($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/api/{kind}/{repository.Name}/revision/{revision}?blobs=true");
        return Attempts.MakeAsync(settings, () => 0, meter.Say, async token =>
        {
            using var response = await client.GetAsync(address, repository.ToString(), 0, token).ConfigureAwait(false);
            try
            {
                return HubListing.Read(repository, await response.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false));
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw new HubException(HubFault.Unreachable, $"{repository}: the connection was cut ({e.Message}).", e);
            }
        }, cancellation);
    }

    private async Task DownloadAsync(
        HubClient client, HubCache cache, HubRepository repository, HubListing listing, IReadOnlyList<HubFile> files,
        IProgress<HubProgress>? progress, CancellationToken cancellation)
    {
        var meter = new DownloadMeter(repository, files.Count, files.Sum(file => file.Bytes), progress, time ?? TimeProvider.System);
        try
        {
            Room.Require(settings.CacheFolder, repository, files.Where(file => !File.Exists(cache.Blob(file))).ToList(), cache);
            var download = new BlobDownload(client, settings, cache, repository, meter);
            var several = new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellation };
            await Parallel.ForEachAsync(files, several, async (file, token) =>
            {
                if (cache.Find(listing.Commit, file.Path) is null)
                {
                    await download.RunAsync(AddressOf(repository, listing.Commit, file.Path), file, token).ConfigureAwait(false);
                    cache.Link(listing.Commit, file);
                }
                else
                {
                    meter.Found(file.Bytes);
                }
                meter.Finish();
            }).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            const string Remedy = "Mend its rights, or set HF_HUB_CACHE to another folder.";
            throw new HubException(HubFault.Disk, $"The cache {settings.CacheFolder} cannot be written ({e.Message}). {Remedy}", e);
        }
    }

    private Uri AddressOf(HubRepository repository, string commit, string path)
    {
        var kind = repository.Kind == HubKind.Model ? "" : "datasets/";
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        return new Uri($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{kind}{repository.Name}/resolve/{commit}/{escaped}");
    }
}
