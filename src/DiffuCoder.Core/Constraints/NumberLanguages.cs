namespace DiffuCoder.Constraints;

/// <summary>
/// Numbers in plain decimal form, that is without an exponent, by their size: texts are compared digit by digit, as one does with two numbers written
/// above each other.
/// </summary>
internal static class NumberLanguages
{
    private static readonly Language digit = Digits('0', '9');
    private static readonly Language more = new Language.Repeat(digit, 0, null);
    private static readonly Language fraction = RegexParser.Whole(@"(?:\.[0-9]+)?");
    private static readonly Language zeros = RegexParser.Whole(@"(?:\.0+)?");
    private static readonly Language behindZeros = RegexParser.Whole("0*[1-9][0-9]*");
    private static readonly Language sizes = Language.Of(RegexParser.Whole("(?:0|[1-9][0-9]*)"), fraction);

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
            var beyond = AutomatonBuilder.Build(SizesAbove(bound, !isExclusive));
            return (sizes, new Language.Accepted(AutomatonBuilder.Build(sizes).Without(beyond)));
        }
        return (SizesAbove(bound, isExclusive), bound.IsZero && !isExclusive ? Language.Of(Language.One('0'), zeros) : Language.None);
    }

    private static Language SizesAbove(PlainDecimal bound, bool isExclusive)
    {
        var (whole, behind) = (bound.Whole, bound.Fraction);
        var options = new List<Language>
        {
            Language.Of(Digits('1', '9'), new Language.Repeat(digit, whole.Length, null), fraction), // has more digits
        };
        for (var i = 0; i < whole.Length; i++)
            if (whole[i] < '9')
                options.Add(Language.Of(
                    Language.Text(whole[..i]), Digits((char)(whole[i] + 1), '9'),
                    new Language.Repeat(digit, whole.Length - i - 1, whole.Length - i - 1), fraction));
        for (var i = 0; i < behind.Length; i++)
            if (behind[i] < '9')
                options.Add(Language.Of(Language.Text($"{whole}.{behind[..i]}"), Digits((char)(behind[i] + 1), '9'), more));
        options.Add((behind.Length, isExclusive) switch
        {
            (0, false) => Language.Of(Language.Text(whole), fraction),
            (0, true) => Language.Of(Language.Text($"{whole}."), behindZeros),
            (_, false) => Language.Of(Language.Text($"{whole}.{behind}"), more),
            (_, true) => Language.Of(Language.Text($"{whole}.{behind}"), behindZeros),
        });
        return new Language.Choice(options);
    }

    private static Language Digits(char first, char last) => new Language.Characters(CodePoints.Of((first, last)));
}
