using System.Text;

namespace DiffuCoder.Constraints;

/// <summary>
/// Ranges of code points as ranges of bytes: a range is divided until all its members have the same number of bytes and every byte of them runs
/// through a range of its own, whatever the others are.
/// </summary>
internal static class Utf8Ranges
{
    /// <summary>The byte ranges, one list for each division, first byte first.</summary>
    /// <param name="first">The least code point; no surrogate lies between.</param>
    /// <param name="last">The greatest.</param>
    public static IEnumerable<(byte Low, byte High)[]> Of(int first, int last)
    {
        foreach (var most in (int[])[0x7F, 0x7FF, 0xFFFF])
        {
            if (first > most || last <= most) continue;
            return [.. Of(first, most), .. Of(most + 1, last)];
        }
        // a trailing byte carries six bits: below the first bit that differs, all have to run from zeros to ones
        for (var bits = 6; bits < 24 && last > 0x7F; bits += 6)
        {
            var low = (1 << bits) - 1;
            if ((first & ~low) == (last & ~low)) continue;
            if ((first & low) != 0) return [.. Of(first, first | low), .. Of((first | low) + 1, last)];
            if ((last & low) != low) return [.. Of(first, (last & ~low) - 1), .. Of(last & ~low, last)];
        }
        return [[.. Encoded(first).Zip(Encoded(last))]];
    }

    private static byte[] Encoded(int point) => Encoding.UTF8.GetBytes(new Rune(point).ToString());
}
