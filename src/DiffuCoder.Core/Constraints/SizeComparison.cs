namespace DiffuCoder.Constraints;

/// <summary>
/// The sizes of numbers, digits with a point or without, that are greater than another one: read from left to right beside its digits, as long as
/// both are the same, with a state for each digit.
/// </summary>
internal sealed class SizeComparison
{
    private const int Start = 0, Zero = 1, Longer = 2, GreaterPoint = 3, Greater = 4, FirstWhole = 5;

    private readonly string whole, fraction;
    private readonly int[] next;
    private readonly bool[] accepts;

    private SizeComparison(PlainDecimal bound, bool isExclusive)
    {
        (whole, fraction) = (bound.Whole, bound.Fraction);
        var states = FirstBehind + fraction.Length + 2;
        next = Enumerable.Repeat(ByteAutomaton.Dead, states << 8).ToArray();
        accepts = new bool[states];
        ReadWhole(!isExclusive && fraction.Length == 0);
        ReadFraction(!isExclusive);
    }

    // the state behind the point, where all before it is the same
    private int FirstBehind => FirstWhole + 3 * whole.Length;

    /// <summary>The sizes above that of a number.</summary>
    /// <param name="bound">The number.</param>
    /// <param name="isExclusive">Its own size is none of them.</param>
    public static ByteAutomaton Above(PlainDecimal bound, bool isExclusive)
    {
        var made = new SizeComparison(bound, isExclusive);
        return Minimization.Of(made.next, made.accepts);
    }

    // so many digits before the point were read, which are less than those of the bound (-1), the same, or greater (1)
    private int Whole(int count, int comparison) => FirstWhole + 3 * (count - 1) + comparison + 1;

    private void ReadWhole(bool holdsWhole)
    {
        foreach (var digit in "0123456789")
        {
            Move(Start, digit, digit == '0' ? Zero : Whole(1, Math.Sign(digit.CompareTo(whole[0]))));
            Move(Longer, digit, Longer);
            Move(GreaterPoint, digit, Greater);
            Move(Greater, digit, Greater);
            for (var count = 1; count <= whole.Length; count++)
                for (var comparison = -1; comparison <= 1; comparison++)
                    Move(Whole(count, comparison), digit, count == whole.Length ? Longer : Whole(
                        count + 1, comparison != 0 ? comparison : Math.Sign(digit.CompareTo(whole[count]))));
        }
        EndWhole(Zero, whole == "0" ? 0 : -1, holdsWhole);
        EndWhole(Longer, 1, holdsWhole);
        for (var comparison = -1; comparison <= 1; comparison++) EndWhole(Whole(whole.Length, comparison), comparison, holdsWhole);
        accepts[Greater] = true;
    }

    private void EndWhole(int state, int comparison, bool holdsWhole)
    {
        accepts[state] = comparison > 0 || (comparison == 0 && holdsWhole);
        if (comparison >= 0) Move(state, '.', comparison > 0 ? GreaterPoint : FirstBehind);
    }

    private void ReadFraction(bool holdsSame)
    {
        for (var count = 0; count <= fraction.Length + 1; count++)
        {
            // zeros may follow the digits of the bound
            var own = count < fraction.Length ? fraction[count] : '0';
            Move(FirstBehind + count, own, FirstBehind + Math.Min(count + 1, fraction.Length + 1));
            for (var digit = (char)(own + 1); digit <= '9'; digit++) Move(FirstBehind + count, digit, Greater);
            accepts[FirstBehind + count] = holdsSame && count > 0 && count >= fraction.Length;
        }
    }

    private void Move(int from, char digit, int to) => next[(from << 8) + digit] = to;
}
