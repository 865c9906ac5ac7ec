using System.Globalization;
using System.Numerics;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>Decimals of any size as JSON numbers.</summary>
internal static class DecimalText
{
    /// <summary>A whole number with its point moved to the left, without zeros at the end of its fraction.</summary>
    /// <param name="digits">The number.</param>
    /// <param name="scale">How far.</param>
    public static string Of(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture);
        if (scale < 0) text += digits.IsZero ? "" : new string('0', -scale);
        if (scale > 0)
        {
            text = text.PadLeft(scale + 1, '0');
            var fraction = text[^scale..].TrimEnd('0');
            text = text[..^scale] + (fraction.Length > 0 ? "." + fraction : "");
        }
        return digits.Sign < 0 ? "-" + text : text;
    }
}
