using System.Net;

namespace DiffuCoder.Hub;

/// <summary>
/// Brings one content into the cache: beside its place first, from where an earlier attempt ended, moved there when length and hash are right.
/// A crash leaves what has come; nothing that was not checked ever has the content's name.
/// </summary>
internal sealed class BlobDownload(HubClient client, HubSettings settings, HubCache cache, HubRepository repository, DownloadMeter meter)
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(200);

    public async Task RunAsync(Uri address, HubFile file, CancellationToken cancellation)
    {
        var blob = cache.Blob(file);
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        using var held = await HoldAsync(file, cancellation).ConfigureAwait(false);
        if (File.Exists(blob))
        {
            meter.Found(file.Bytes);
            return;
        }
        var wasBegun = File.Exists(cache.Incomplete(file));
        try
        {
            await CompleteAsync(address, file, cancellation).ConfigureAwait(false);
        }
        catch (HubException e) when (e.Fault == HubFault.WrongBytes && wasBegun)
        {
            // what an earlier process left may have been wrong
            meter.Say($"{e.Message} It is fetched anew.");
            await CompleteAsync(address, file, cancellation).ConfigureAwait(false);
        }
    }

    private async Task CompleteAsync(Uri address, HubFile file, CancellationToken cancellation)
    {
        var path = cache.Incomplete(file);
        await using (var part = Open(path))
        {
            if (part.Length > file.Bytes) part.SetLength(0);
            using var hash = new ContentHash(file);
            await HashAsync(part, hash, cancellation).ConfigureAwait(false);
            meter.Found(part.Length);
            await Attempts.MakeAsync(settings, () => part.Length, meter.Say, async token =>
            {
                while (part.Length < file.Bytes) await PieceAsync(address, file, part, hash, token).ConfigureAwait(false);
                return 0;
            }, cancellation).ConfigureAwait(false);
            await part.FlushAsync(cancellation).ConfigureAwait(false);
            part.Flush(flushToDisk: true);
            if (hash.Name() is var name && name != file.Etag)
            {
                meter.Add(-part.Length);
                part.SetLength(0);
                throw Wrong($"the content of {file.Path} has the hash {name} and should have {file.Etag}: the server or the way to it is broken. "
                    + "It was thrown away; try again.");
            }
        }
        File.Move(path, cache.Blob(file), overwrite: true);
    }

    /// <summary>What one connection brings. Returns when all is there; throws when it ended before.</summary>
    private async Task PieceAsync(Uri address, HubFile file, FileStream part, ContentHash hash, CancellationToken cancellation)
    {
        var from = part.Length;
        using var response = await client.GetAsync(address, $"{repository}, {file.Path}", from, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            throw Wrong($"{file.Path} is announced with {file.Bytes} bytes, and the server has fewer than {from}. Try again.");
        if (Announced(response, from) is { } total && total != file.Bytes)
            throw Wrong($"{file.Path} is announced with {file.Bytes} bytes, and the server has {total}. Try again; it may just be changing.");
        // a server that knows no ranges begins anew: what is there already is passed over
        var skip = response.StatusCode == HttpStatusCode.PartialContent ? 0 : from;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = new byte[1 << 17];
        while (await ReadAsync(stream, buffer, file, cancellation).ConfigureAwait(false) is var count && count > 0)
        {
            var passed = (int)Math.Min(skip, count);
            skip -= passed;
            var fresh = buffer.AsMemory(passed, count - passed);
            if (part.Length + fresh.Length > file.Bytes)
                throw Wrong($"of {file.Path} more than the announced {file.Bytes} bytes come. Try again.");
            await WriteAsync(part, fresh, cancellation).ConfigureAwait(false);
            hash.Add(fresh.Span);
            meter.Add(fresh.Length);
        }
        if (part.Length < file.Bytes)
            throw Cut(file, $"the connection ended after {part.Length} of {file.Bytes} bytes.");
    }

    /// <summary>The length of the whole content that an answer names; null where it names none.</summary>
    private long? Announced(HttpResponseMessage response, long from)
    {
        if (response.StatusCode != HttpStatusCode.PartialContent) return response.Content.Headers.ContentLength;
        var range = response.Content.Headers.ContentRange;
        return range?.From == from
            ? range.Length
            : throw new HubException(
                HubFault.Server, $"{repository}: bytes from {from} on were asked for, and the server answers from {range?.From} on.");
    }

    private async Task<int> ReadAsync(Stream stream, byte[] buffer, HubFile file, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience);
        try
        {
            return await stream.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Cut(file, $"nothing came for {settings.Patience.TotalSeconds} s.", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Cut(file, $"the connection was cut ({e.Message}).", e);
        }
    }

    private static async Task WriteAsync(FileStream part, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await part.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new HubException(
                HubFault.Disk, $"{part.Name} cannot be written ({e.Message}). Make room, or set HF_HUB_CACHE to a folder elsewhere.", e);
        }
    }

    private HubException Wrong(string problem) => new(HubFault.WrongBytes, $"{repository}: {problem}");

    private HubException Cut(HubFile file, string problem, Exception? cause = null) =>
        new(HubFault.Unreachable, $"{repository}, {file.Path}: {problem}", cause);

    private static FileStream Open(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 1 << 17, FileOptions.Asynchronous);

    private static async Task HashAsync(FileStream part, ContentHash hash, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 20];
        while (await part.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var count && count > 0) hash.Add(buffer.AsSpan(0, count));
    }

    /// <summary>Waits until nobody else brings the same content: flock, as Hugging Face's tools take it.</summary>
    private async Task<FileStream> HoldAsync(HubFile file, CancellationToken cancellation)
    {
        var path = cache.Lock(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!isTold) meter.Say($"{repository}, {file.Path}: another process is downloading it; waiting for it.");
                await Task.Delay(LockPause, cancellation).ConfigureAwait(false);
            }
        }
    }
}
