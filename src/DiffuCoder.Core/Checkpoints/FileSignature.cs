namespace DiffuCoder.Checkpoints;

/// <summary>Recognises the files that are most often met in place of the one expected.</summary>
internal static class FileSignature
{
    /// <summary>Bytes of the start of a file that <see cref="Refuse"/> needs to see.</summary>
    internal const int Length = 64;

    /// <summary>Throws if the file starts like a Git LFS pointer or like pickled weights.</summary>
    /// <param name="path">For the message.</param>
    /// <param name="start">The first bytes of the file.</param>
    /// <exception cref="CheckpointException">It is one of these.</exception>
    internal static void Refuse(string path, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs"u8))
            throw new CheckpointException(
                path, null, "this is a Git LFS pointer, not the file itself. Run \"git lfs pull\" in the checkpoint's repository.");
        // a safetensors header of 640 bytes begins like a pickle of protocol 2; its ninth byte tells them apart
        var pickled = start.Length > 8 && start[0] == 0x80 && start[1] is >= 2 and <= 5 && start[8] != (byte)'{';
        if (pickled || start.StartsWith("PK\x03\x04"u8))
            throw new CheckpointException(
                path, null, "this is a pickle file of PyTorch, which can run any code when it is read. Convert it to safetensors.");
    }
}
