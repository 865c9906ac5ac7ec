namespace DiffuCoder.Tokenization.Jinja;

/// <summary>Python's operations on text; each character keeps its author.</summary>
internal static class Texts
{
    public static int IndexOf(MarkedText text, MarkedText part, int from)
    {
        for (var i = from; i + part.Length <= text.Length; i++)
            if (text.StartsAt(i, part))
                return i;
        return -1;
    }

    public static int LastIndexOf(MarkedText text, MarkedText part)
    {
        for (var i = text.Length - part.Length; i >= 0; i--)
            if (text.StartsAt(i, part))
                return i;
        return -1;
    }

    /// <summary>Takes white space, or the characters given, away from the ends.</summary>
    public static MarkedText Strip(MarkedText text, MarkedText? characters = null, bool left = true, bool right = true)
    {
        var (start, end) = (0, text.Length);
        while (left && start < end && Goes(text[start])) start++;
        while (right && end > start && Goes(text[end - 1])) end--;
        return text.Slice(start, end - start);

        bool Goes(int point) => characters is null
            ? Characters.IsSpace(point)
            : Enumerable.Range(0, characters.Length).Any(i => characters[i] == point);
    }

    public static MarkedText Upper(MarkedText text) => text.Map(Characters.Upper);

    public static MarkedText Lower(MarkedText text) => text.Map(Characters.Lower);

    /// <summary>The first letter large, the others small.</summary>
    public static MarkedText Capitalize(MarkedText text)
    {
        if (text.Length == 0) return text;
        if (text[0] >= 128) throw new JinjaException($"capitalizing \"{text.Slice(0, 1)}\" is not supported");
        return Upper(text.Slice(0, 1)) + Lower(text.From(1));
    }

    public static MarkedText Replace(MarkedText text, MarkedText old, MarkedText by, int most)
    {
        var (parts, done) = (new List<MarkedText>(), 0);
        for (var i = 0; most != 0; most--)
        {
            // an empty text is found before each character and at the end
            var found = IndexOf(text, old, i);
            if (found < 0) break;
            parts.AddRange(text.Slice(done, found - done), by);
            done = found + old.Length;
            i = old.Length == 0 ? found + 1 : done;
        }
        return MarkedText.Join([.. parts, text.From(done)]);
    }

    public static IReadOnlyList<object?> Split(MarkedText text, MarkedText separator, int most)
    {
        if (separator.Length == 0) throw new JinjaException("the separator is empty");
        var (parts, done) = (new List<object?>(), 0);
        for (var found = IndexOf(text, separator, 0); found >= 0 && most != 0; found = IndexOf(text, separator, done), most--)
        {
            parts.Add(text.Slice(done, found - done));
            done = found + separator.Length;
        }
        return [.. parts, text.From(done)];
    }

    public static IReadOnlyList<object?> SplitFromRight(MarkedText text, MarkedText separator, int most)
    {
        if (separator.Length == 0) throw new JinjaException("the separator is empty");
        var parts = new List<object?>();
        for (var found = LastIndexOf(text, separator); found >= 0 && most != 0; found = LastIndexOf(text, separator), most--)
        {
            parts.Insert(0, text.From(found + separator.Length));
            text = text.Slice(0, found);
        }
        return [text, .. parts];
    }

    /// <summary>The words of a text; behind the last split its white space in front is gone, that at its end stays.</summary>
    public static IReadOnlyList<object?> Words(MarkedText text, int most)
    {
        var words = new List<object?>();
        for (var i = 0; i < text.Length;)
        {
            if (Characters.IsSpace(text[i]))
            {
                i++;
                continue;
            }
            var end = i;
            while (end < text.Length && !Characters.IsSpace(text[end])) end++;
            if (most-- == 0) end = text.Length;
            words.Add(text.Slice(i, end - i));
            i = end;
        }
        return words;
    }

    public static IReadOnlyList<object?> Lines(MarkedText text, bool keepEnds)
    {
        var (lines, start) = (new List<object?>(), 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or 0x1c or 0x1d or 0x1e or 0x85 or 0x2028 or 0x2029)) continue;
            var end = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? i + 1 : i;
            lines.Add(text.Slice(start, (keepEnds ? end + 1 : i) - start));
            start = end + 1;
            i = end;
        }
        if (start < text.Length) lines.Add(text.From(start));
        return lines;
    }

    public static int Count(MarkedText text, MarkedText part)
    {
        if (part.Length == 0) return text.Length + 1;
        var count = 0;
        for (var found = IndexOf(text, part, 0); found >= 0; found = IndexOf(text, part, found + part.Length)) count++;
        return count;
    }
}
