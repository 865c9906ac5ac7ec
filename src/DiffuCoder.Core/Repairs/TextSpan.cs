using System.Text.Json.Serialization;

namespace DiffuCoder.Repairs;

/// <summary>A part of an answer's text.</summary>
/// <param name="Start">Its first character (UTF-16, as strings count), from 0.</param>
/// <param name="Length">How many characters; 0 marks a place between two.</param>
public sealed record TextSpan(int Start, int Length)
{
    /// <summary>The position behind its last character.</summary>
    [JsonIgnore]
    public int End => Start + Length;

    /// <summary>Some lines of a text, from the first character of the first to the end of the last, without its line break.</summary>
    /// <param name="text">The text.</param>
    /// <param name="first">The first line, from 1; one behind the last is the end of the text.</param>
    /// <param name="count">How many lines, at least 1; there may be fewer.</param>
    public static TextSpan OfLines(string text, int first, int count = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        var from = Math.Clamp(first - 1, 0, lines.Length);
        if (from == lines.Length) return new(text.Length, 0);
        var start = lines.Take(from).Sum(line => line.Length + 1);
        return new(start, lines.Skip(from).Take(Math.Max(1, count)).Sum(line => line.Length + 1) - 1);
    }
}
