namespace DiffuCoder.Constraints;

/// <summary>Numbers in plain decimal form, that is without an exponent, by their size.</summary>
internal static class NumberLanguages
{
    private static readonly Language zeros = RegexParser.Whole(@"(?:\.0+)?");
    private static readonly Language sizes = RegexParser.Whole(@"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?");

    /// <summary>Any number.</summary>
    public static Language Any { get; } = Language.Of(Language.One('-').Optional(), sizes);

    /// <summary>Any number without a fraction, or with one of zeros.</summary>
    public static Language Integral { get; } = Language.Of(RegexParser.Whole("-?(?:0|[1-9][0-9]*)"), zeros);

    /// <summary>Numbers that are greater than a bound, or as great.</summary>
    public static ByteAutomaton Above(PlainDecimal bound, bool isExclusive)
    {
        var (positive, negative) = SidesAbove(bound, isExclusive);
        return Signed(positive, negative);
    }

    /// <summary>Numbers that are less than a bound, or as small.</summary>
    public static ByteAutomaton Below(PlainDecimal bound, bool isExclusive)
    {
        var (positive, negative) = SidesAbove(bound.Negated, isExclusive);
        return Signed(negative, positive);
    }

    /// <summary>Every way to write a number.</summary>
    public static Language Equal(PlainDecimal value)
    {
        var size = value.Fraction.Length == 0
            ? Language.Of(Language.Text(value.Whole), zeros)
            : Language.Of(Language.Text($"{value.Whole}.{value.Fraction}"), RegexParser.Whole("0*"));
        return value.IsNegative ? Language.Of(Language.One('-'), size)
            : value.IsZero ? Language.Of(Language.One('-').Optional(), size)
            : size;
    }

    private static ByteAutomaton Signed(Language positive, Language negative) =>
        AutomatonBuilder.Build(Language.Either(positive, Language.Of(Language.One('-'), negative)));

    // the sizes of the positive numbers above a bound, zero among them, and those of the negative ones, with a zero that has a sign
    private static (Language Positive, Language Negative) SidesAbove(PlainDecimal bound, bool isExclusive)
    {
        if (bound.IsNegative)
        {
            var beyond = SizeComparison.Above(bound, !isExclusive);
            return (sizes, new Language.Accepted(AutomatonBuilder.Build(sizes).Without(beyond)));
        }
        var zero = bound.IsZero && !isExclusive ? Language.Of(Language.One('0'), zeros) : Language.None;
        return (new Language.Accepted(SizeComparison.Above(bound, isExclusive)), zero);
    }
}
