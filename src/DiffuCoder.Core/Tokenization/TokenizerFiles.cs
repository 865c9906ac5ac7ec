using System.Text;

namespace DiffuCoder.Tokenization;

/// <summary>Reads files of a directory and keeps what it read.</summary>
internal sealed class TokenizerFiles(string directory)
{
    /// <summary>The largest tokenizer files in use are about 40 MB.</summary>
    const long LargestFile = 512L << 20;

    static readonly byte[] pointer = Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/");

    readonly Dictionary<string, byte[]> read = [];

    /// <summary>What was read so far, by file name.</summary>
    public IReadOnlyDictionary<string, byte[]> Read => read;

    public bool Has(string name) => File.Exists(Path.Combine(directory, name));

    public string PathOf(string name) => Path.Combine(directory, name);

    /// <summary>The bytes of a file that has to be there.</summary>
    public byte[] Bytes(string name)
    {
        var path = PathOf(name);
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LargestFile) throw new TokenizerException($"{path} has {length:N0} bytes; a tokenizer file has at most {LargestFile:N0}.");
            var bytes = File.ReadAllBytes(path);
            if (bytes.AsSpan().StartsWith(pointer))
                throw new TokenizerException($"{path} is a Git LFS pointer, not the file itself: run \"git lfs pull\" in {directory}.");
            return read[name] = bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokenizerException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
