using DiffuCoder.Constraints;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Sampling;

/// <summary>A text of a row that is held to a language, with the holes in it that are held to languages of their own.</summary>
/// <param name="Constraint">The language of the text.</param>
/// <param name="Holes">The holes in it, from left to right.</param>
/// <param name="Sets">Sets of states of its language.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="EndsByStop">Whether a stop token that the model wrote ends it.</param>
internal sealed record ConstrainedPart(
    Constraint Constraint, IReadOnlyList<ConstrainedHole> Holes, StateSets Sets, ConstrainedText Text, bool EndsByStop)
{
    /// <summary>The part if some text fills it.</summary>
    /// <param name="trie">The vocabulary.</param>
    /// <param name="tokenizer">For the names of tokens.</param>
    /// <param name="maskId">The token that is no answer.</param>
    /// <exception cref="ConstraintException">None does.</exception>
    public ConstrainedPart Possible(TokenTrie trie, CodeTokenizer tokenizer, int maskId)
    {
        if (Text.IsPossible) return this;
        RequireAlone(Constraint, Sets, Text.Start, Text.End);
        foreach (var hole in Holes) RequireAlone(hole.Constraint, new(trie.For(hole.Constraint), null, maskId), hole.Start, hole.Start + hole.Length);
        throw Unsatisfiable.Together(Text, Constraint, Holes.Select(hole => (hole.Start, hole.Start + hole.Length, hole.Constraint)), tokenizer);

        void RequireAlone(Constraint constraint, StateSets sets, int start, int end)
        {
            var alone = new ConstrainedText(start, Enumerable.Range(start, end - start).Select(position => Text[position]), sets);
            if (!alone.IsPossible) throw Unsatisfiable.Problem(alone, sets, constraint, tokenizer);
        }
    }
}
