namespace DiffuCoder.Constraints;

/// <summary>A class of characters in brackets.</summary>
internal static class RegexClass
{
    /// <summary>Reads it; the opening bracket is taken already.</summary>
    /// <exception cref="ConstraintException">It does not end, or is none.</exception>
    public static CodePoints Read(RegexParser parser)
    {
        var isNegated = parser.Take('^');
        var set = CodePoints.Of();
        for (var isFirst = true; isFirst || !parser.Take(']'); isFirst = false)
        {
            if (parser.Peek() == '[' && parser.Peek(1) is ':' or '.' or '=')
                throw parser.Problem("a POSIX class such as '[:alpha:]' is not supported; escape the '[' if it is meant");
            if (parser.Peek() == '-' && parser.Peek(1) == '[') throw parser.Problem("the subtraction of classes is not supported");
            var (from, isOne) = Item(parser);
            if (!isOne || parser.Peek() != '-' || parser.Peek(1) is ']' or '[')
            {
                set = set.Or(from);
                continue;
            }
            parser.Take('-');
            var (to, isEnd) = Item(parser);
            var (first, last) = isEnd ? (from.Ranges[0].First, to.Ranges[0].First) : throw parser.Problem("a range of characters ends in a class");
            set = first <= last ? set.Or(CodePoints.Of((first, last))) : throw parser.Problem("a range of characters runs backwards");
        }
        return isNegated ? set.Complement() : set;
    }

    private static (CodePoints Set, bool IsOne) Item(RegexParser parser)
    {
        var point = parser.Next("a class of characters");
        var set = point == '\\' ? RegexEscape.Read(parser, isInClass: true) : CodePoints.Of((point, point));
        return (set, set.Ranges is [var (first, last)] && first == last);
    }
}
