namespace DiffuCoder.Tokenization;

/// <summary>
/// The 256 printable stand-ins of byte-level BPE (GPT-2): a byte that is a visible Latin-1 character stands for itself, the others
/// take U+0100, U+0101, ... in byte order.
/// </summary>
internal static class ByteLevelAlphabet
{
    static readonly char[] symbolOf = BuildSymbols();
    static readonly Dictionary<char, byte> byteOf =
        symbolOf.Select((symbol, value) => (symbol, value)).ToDictionary(x => x.symbol, x => (byte)x.value);

    /// <summary>All stand-ins in code order, which is the order of the first 256 ids in GPT-2 and Qwen.</summary>
    public static IReadOnlyList<char> InCodeOrder { get; } = [.. symbolOf.Order()];

    public static char Symbol(byte value) => symbolOf[value];

    /// <summary>The bytes that a token stands for; null when a character of it is no stand-in.</summary>
    public static byte[]? Bytes(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
            if (!byteOf.TryGetValue(token[i], out bytes[i]))
                return null;
        return bytes;
    }

    static char[] BuildSymbols()
    {
        var symbols = new char[256];
        var next = '\u0100';
        for (var value = 0; value < 256; value++)
            symbols[value] = value is (>= '!' and <= '~') or (>= '\u00a1' and <= '\u00ac') or (>= '\u00ae' and <= '\u00ff') ? (char)value : next++;
        return symbols;
    }
}
