using DiffuCoder.Tokenization;

namespace DiffuCoder.Constraints;

/// <summary>Why no text of a language stands in a part of a canvas.</summary>
internal static class Unsatisfiable
{
    /// <summary>The reason, in words.</summary>
    /// <param name="text">The part; impossible.</param>
    /// <param name="sets">Its language.</param>
    /// <param name="constraint">The constraint.</param>
    /// <param name="tokenizer">For the names of tokens.</param>
    public static ConstraintException Problem(ConstrainedText text, StateSets sets, Constraint constraint, CodeTokenizer tokenizer)
    {
        var place = $"The constraint {Short(constraint)} cannot be met at positions {text.Start} to {text.End - 1}: ";
        var masks = Enumerable.Range(text.Start, text.End - text.Start).Count(position => text[position].Kind == CellKind.Masked);
        if (constraint.Automaton.States == 0) return new(place + "no text at all is in its language.");
        if (text.Contradiction is { } at && text[at].Kind != CellKind.Masked)
            return new(place + $"the token {text[at].Token} ('{Name(text[at].Token, tokenizer)}') at position {at} continues none of its texts.");
        if (masks < text.End - text.Start)
            return new(place + $"no text of its language has the known tokens there and fills the {masks} masked positions.");
        return new(place + (Shortest(sets, text.End - text.Start) is not { } least
            ? "the vocabulary's tokens make none of its texts."
            : least > masks
                ? $"its shortest text takes {least} tokens, and {masks} are masked; give more."
                : $"none of its texts takes exactly {masks} tokens (the shortest takes {least}); give another number."));
    }

    /// <summary>The reason where the text and each of its holes could be filled, but not all of them at once.</summary>
    /// <param name="text">The part; impossible.</param>
    /// <param name="constraint">The constraint of the whole of it.</param>
    /// <param name="holes">Its holes and their constraints.</param>
    /// <param name="tokenizer">For the names of tokens.</param>
    public static ConstraintException Together(
        ConstrainedText text, Constraint constraint, IEnumerable<(int Start, int End, Constraint Constraint)> holes, CodeTokenizer tokenizer)
    {
        var own = holes.Select(hole => $"{Short(hole.Constraint)} at positions {hole.Start} to {hole.End - 1}");
        var place = text.Contradiction is { } at && text[at].Kind != CellKind.Masked
            ? $"the token {text[at].Token} ('{Name(text[at].Token, tokenizer)}') at position {at} leaves nothing for both"
            : "no text is in both with the known tokens and as many as are masked; give other numbers of masks, or change one of the constraints";
        return new(
            $"The constraint {Short(constraint)} of the text at positions {text.Start} to {text.End - 1} and those of holes in it "
                + $"({string.Join(", ", own)}) can be met one by one, but not at once: {place}.");
    }

    // the fewest tokens of a text; a way to the end passes no state twice
    private static int? Shortest(StateSets sets, int room)
    {
        var set = sets.Start;
        for (var count = 0; count <= sets.Behind + room; count++)
        {
            if (set.States().Any(sets.MayEnd)) return count;
            set = sets.Ahead(set);
        }
        return null;
    }

    private static string Name(int token, CodeTokenizer tokenizer) => tokenizer.TokenOf(token) ?? "unknown to the tokenizer";

    private static string Short(Constraint constraint) =>
        constraint.Definition.Length <= 120 ? constraint.Definition : $"{constraint.Definition[..120]}…";
}
