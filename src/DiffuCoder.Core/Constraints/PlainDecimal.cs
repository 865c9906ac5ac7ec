using System.Globalization;

namespace DiffuCoder.Constraints;

/// <summary>A number of JSON without an exponent: its sign and its digits, none of them too many. Zero has no sign.</summary>
/// <param name="IsNegative">It is below zero.</param>
/// <param name="Whole">The digits before the point; "0" where there are none.</param>
/// <param name="Fraction">The digits behind it; the last one is no zero.</param>
internal sealed record PlainDecimal(bool IsNegative, string Whole, string Fraction)
{
    private const int MostDigits = 1000; // an automaton has states for each of them

    /// <summary>It is zero.</summary>
    public bool IsZero => Whole == "0" && Fraction.Length == 0;

    /// <summary>The same on the other side of zero.</summary>
    public PlainDecimal Negated => this with { IsNegative = !IsNegative && !IsZero };

    /// <summary>A number; null where it takes too many digits.</summary>
    /// <param name="number">As JSON writes it, with or without an exponent.</param>
    public static PlainDecimal? Of(string number)
    {
        var isNegative = number.StartsWith('-');
        var parts = number.TrimStart('-').Split('e', 'E');
        var (mantissa, exponent) = (parts[0].Split('.'), 0);
        var digits = string.Concat(mantissa);
        if (digits.Trim('0').Length == 0) return new(false, "0", "");
        if (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return null;
        var point = (long)mantissa[0].Length + exponent;
        if (digits.Length > MostDigits || point is > MostDigits or < -MostDigits) return null;
        if (point < 0) (digits, point) = (new string('0', (int)-point) + digits, 0);
        digits = digits.PadRight((int)point, '0');
        var whole = digits[..(int)point].TrimStart('0');
        return new(isNegative, whole.Length == 0 ? "0" : whole, digits[(int)point..].TrimEnd('0'));
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => $"{(IsNegative ? "-" : "")}{Whole}{(Fraction.Length > 0 ? "." : "")}{Fraction}";
}
