using System.Text;

namespace DiffuCoder.Tokenization;

/// <summary>Who wrote a character of a rendered chat.</summary>
internal enum Author
{
    /// <summary>The template, or the tokenizer's own special tokens: may make control tokens.</summary>
    Template,

    /// <summary>A message: plain characters whatever they are.</summary>
    Message,

    /// <summary>The answer that is to be learned; plain characters too.</summary>
    Answer,
}

/// <summary>Text that knows of each character who wrote it. Counted in code points, as Python does. Equal are equal characters.</summary>
internal sealed class MarkedText : IEquatable<MarkedText>
{
    /// <summary>A code point has 21 bits; above them stands the author.</summary>
    const int AuthorShift = 24;

    /// <summary>Far above any chat; a template that multiplies text past it is refused.</summary>
    const int Longest = 1 << 26;

    /// <summary>Stands for a character that is not the template's where control tokens are looked for. No token holds it.</summary>
    const char Barrier = '\uffff';

    readonly ReadOnlyMemory<uint> points;

    MarkedText(ReadOnlyMemory<uint> points) => this.points = points;

    public static MarkedText Empty { get; } = new(ReadOnlyMemory<uint>.Empty);

    public int Length => points.Length;

    public int this[int index] => (int)(points.Span[index] & ((1u << AuthorShift) - 1));

    /// <summary>Marks a whole text. An unpaired surrogate is a code point of its own.</summary>
    public static MarkedText Of(string text, Author author = Author.Template)
    {
        var points = new List<uint>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            points.Add(((uint)author << AuthorShift) | (uint)(isPair ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i]));
            if (isPair) i++;
        }
        return new(points.ToArray());
    }

    public static MarkedText Join(IEnumerable<MarkedText> parts)
    {
        IReadOnlyList<MarkedText> list = parts as IReadOnlyList<MarkedText> ?? [.. parts];
        var length = list.Sum(part => (long)part.Length);
        if (length > Longest) throw new Jinja.JinjaException($"the text would have {length:N0} characters; {Longest:N0} are the most");
        var joined = new uint[length];
        var at = 0;
        foreach (var part in list)
        {
            part.points.Span.CopyTo(joined.AsSpan(at));
            at += part.Length;
        }
        return new(joined);
    }

    public static MarkedText operator +(MarkedText left, MarkedText right) => Join([left, right]);

    public Author AuthorOf(int index) => (Author)(points.Span[index] >> AuthorShift);

    public MarkedText Slice(int start, int length) => new(points.Slice(start, length));

    public MarkedText From(int start) => new(points[start..]);

    /// <summary>The characters of chosen places, in order.</summary>
    public MarkedText Pick(IEnumerable<int> places) => new(places.Select(place => points.Span[place]).ToArray());

    /// <summary>Each character replaced, its author kept.</summary>
    public MarkedText Map(Func<int, int> map) =>
        new(Enumerable.Range(0, Length).Select(i => (points.Span[i] >> AuthorShift << AuthorShift) | (uint)map(this[i])).ToArray());

    public bool StartsAt(int index, MarkedText other)
    {
        if (index < 0 || index + other.Length > Length) return false;
        for (var i = 0; i < other.Length; i++)
            if (this[index + i] != other[i])
                return false;
        return true;
    }

    /// <summary>The text with the author of each of its UTF-16 units thrown away.</summary>
    public override string ToString() => Characters(_ => false);

    /// <summary>The text with a barrier in place of every unit that the template did not write; as long as <see cref="ToString"/>.</summary>
    public string OfTemplate() => Characters(author => author != Author.Template);

    public bool Equals(MarkedText? other) => other is not null && other.Length == Length && StartsAt(0, other);

    public override bool Equals(object? obj) => Equals(obj as MarkedText);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    string Characters(Predicate<Author> isHidden)
    {
        var text = new StringBuilder(Length);
        for (var i = 0; i < Length; i++)
        {
            var (point, hidden) = (this[i], isHidden(AuthorOf(i)));
            if (point < 0x10000) text.Append(hidden ? Barrier : (char)point);
            else text.Append(hidden ? new string(Barrier, 2) : char.ConvertFromUtf32(point));
        }
        return text.ToString();
    }
}
