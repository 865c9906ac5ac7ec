using System.Globalization;
using System.Numerics;

namespace DiffuCoder.Runtime;

/// <summary>
/// A stream of random numbers that is the same on every machine and .NET version, and whose place can be saved and restored:
/// xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), its state filled by SplitMix64 as
/// its authors advise.
/// </summary>
/// <remarks>A class rather than a struct: a copy of a struct would repeat the numbers of the original. Not safe for use by several threads.</remarks>
public sealed class RandomStream
{
    private const string Name = "xoshiro256**";
    private ulong s0, s1, s2, s3;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">Any number; <see cref="RandomSource.Stream"/> gives the stream of a source.</param>
    public RandomStream(long seed)
    {
        var from = unchecked((ulong)seed);
        s0 = RandomSource.Mix(unchecked(from + RandomSource.Increment));
        s1 = RandomSource.Mix(unchecked(from + 2 * RandomSource.Increment));
        s2 = RandomSource.Mix(unchecked(from + 3 * RandomSource.Increment));
        s3 = RandomSource.Mix(unchecked(from + 4 * RandomSource.Increment));
    }

    /// <summary>
    /// Where the stream stands, as one line of text that is also safe inside JSON: the generator's name and its four words in hexadecimal.
    /// </summary>
    public string State => string.Create(CultureInfo.InvariantCulture, $"{Name}:{s0:x16}{s1:x16}{s2:x16}{s3:x16}");

    /// <summary>A stream that goes on where another one stood.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <exception cref="FormatException">The text is not the state of such a stream.</exception>
    public static RandomStream Restore(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var words = new ulong[4];
        var good = state.Length == Name.Length + 1 + 64 && state.StartsWith(Name + ":", StringComparison.Ordinal);
        for (var i = 0; good && i < 4; i++)
            good = ulong.TryParse(
                state.AsSpan(Name.Length + 1 + 16 * i, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[i]);
        if (!good || words.All(word => word == 0)) // all zero is the one state that the generator never leaves
            throw new FormatException(
                $"'{state}' is not the state of a random stream: expected '{Name}:' and 64 hexadecimal digits that are not all zero.");
        return new RandomStream(0) { s0 = words[0], s1 = words[1], s2 = words[2], s3 = words[3] };
    }

    /// <summary>The next number of all 64-bit numbers, each equally likely.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
            var t = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = BitOperations.RotateLeft(s3, 45);
            return result;
        }
    }

    /// <summary>The next of the multiples of 2^-53 in [0, 1), each equally likely.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next whole number in [0, <paramref name="max"/>), each equally likely.</summary>
    /// <param name="max">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is below 1.</exception>
    /// <remarks>Without the bias of a remainder: Lemire, "Fast random integer generation in an interval", 2019.</remarks>
    public int NextInt(int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var bound = (ulong)max;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), bound, out var low);
            if (low >= unchecked(0 - bound) % bound) return (int)high;
        }
    }

    /// <summary>The next whole number in [<paramref name="min"/>, <paramref name="max"/>), each equally likely.</summary>
    /// <param name="min">The smallest number.</param>
    /// <param name="max">One more than the largest; above <paramref name="min"/> by at most <see cref="int.MaxValue"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or too wide.</exception>
    public int NextInt(int min, int max)
    {
        var width = (long)max - min;
        if (width is < 1 or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(max), max, $"The range from {min} to below {max} must hold 1 to {int.MaxValue} numbers.");
        return min + NextInt((int)width);
    }

    /// <summary>One of the items, each equally likely.</summary>
    /// <param name="items">At least one.</param>
    /// <typeparam name="T">What is chosen.</typeparam>
    /// <exception cref="ArgumentException">There is nothing to choose from.</exception>
    public T Choose<T>(IReadOnlyList<T> items) =>
        items.Count == 0 ? throw new ArgumentException("There is nothing to choose from.", nameof(items)) : items[NextInt(items.Count)];

    /// <summary>Brings the items into a random order, in place, each order equally likely (Fisher-Yates).</summary>
    /// <param name="items">An array or another list that can be written to.</param>
    /// <typeparam name="T">What is shuffled.</typeparam>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers from 0 to below <paramref name="count"/> in a random order.</summary>
    /// <param name="count">How many; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = Enumerable.Range(0, count).ToArray();
        Shuffle(order);
        return order;
    }
}
