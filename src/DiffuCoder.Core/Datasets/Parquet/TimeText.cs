using System.Buffers.Binary;
using System.Globalization;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>Dates and times as ISO 8601 writes them, with the digits of their unit; in UTC with a Z, without a time zone with nothing.</summary>
internal static class TimeText
{
    private const long SecondsOfDay = 86400;
    private const int JulianDayOf1970 = 2440588;
    private static readonly int FirstDay = DateOnly.MinValue.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
    private static readonly int LastDay = DateOnly.MaxValue.DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>A date.</summary>
    /// <param name="day">Days since 1970.</param>
    /// <exception cref="FormatException">It lies outside the years 1 to 9999.</exception>
    public static string Date(long day) => day >= FirstDay && day <= LastDay
        ? DateOnly.FromDayNumber((int)day - FirstDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : throw new FormatException("is a date outside the years 1 to 9999. Mend the row, or skip bad rows.");

    /// <summary>A time of day.</summary>
    /// <param name="parts">Parts of a second since midnight.</param>
    /// <param name="digits">Digits of a part behind the point of a second.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static string Time(long parts, int digits)
    {
        var (seconds, fraction) = Math.DivRem(parts, Parts(digits));
        return parts >= 0 && seconds < SecondsOfDay
            ? string.Create(CultureInfo.InvariantCulture,
                $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}.")
                + fraction.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')
            : throw new FormatException("is a time outside a day. Mend the row, or skip bad rows.");
    }

    /// <summary>A point in time.</summary>
    /// <param name="parts">Parts of a second since 1970.</param>
    /// <param name="digits">Digits of a part behind the point of a second.</param>
    /// <param name="isUtc">Whether it is in UTC.</param>
    /// <exception cref="FormatException">It lies outside the years 1 to 9999.</exception>
    public static string Point(long parts, int digits, bool isUtc)
    {
        var partsOfDay = SecondsOfDay * Parts(digits);
        // rounded down, so that what is before 1970 has a time of day too
        var day = Math.DivRem(parts, partsOfDay, out var inDay) + (inDay < 0 ? -1 : 0);
        return $"{Date(day)}T{Time(inDay < 0 ? inDay + partsOfDay : inDay, digits)}{(isUtc ? "Z" : "")}";
    }

    /// <summary>A point in time of older writers: nanoseconds of a day and the Julian day, which is in no time zone.</summary>
    public static string Int96(ReadOnlySpan<byte> value) =>
        $"{Date(BinaryPrimitives.ReadInt32LittleEndian(value[8..]) - (long)JulianDayOf1970)}T"
        + Time(BinaryPrimitives.ReadInt64LittleEndian(value), 9);

    private static long Parts(int digits) => digits switch { 3 => 1000, 6 => 1000_000, _ => 1000_000_000 };
}
