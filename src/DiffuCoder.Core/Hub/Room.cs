namespace DiffuCoder.Hub;

/// <summary>Refuses a download for which the disk has no room, before it begins.</summary>
internal static class Room
{
    /// <exception cref="HubException">There is less room than bytes to come.</exception>
    public static void Require(string folder, HubRepository repository, IReadOnlyList<HubFile> files, HubCache cache)
    {
        var missing = files.Sum(file => file.Bytes - (File.Exists(cache.Incomplete(file)) ? new FileInfo(cache.Incomplete(file)).Length : 0));
        Directory.CreateDirectory(folder);
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (missing > free)
            throw new HubException(
                HubFault.Disk,
                $"{repository}: {Gigabytes(missing)} are to come, and where {folder} lies {Gigabytes(free)} are free. "
                + "Make room, or set HF_HUB_CACHE to a folder elsewhere.");
    }

    private static string Gigabytes(long bytes) => FormattableString.Invariant($"{bytes / 1e9:F2} GB");
}
