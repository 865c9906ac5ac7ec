using DiffuCoder.Runtime;
using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Repairs;

/// <summary>A canvas that is filled in: its tokens, which of them a model wrote, and how sure it was of each.</summary>
internal sealed record WrittenCanvas(
    IReadOnlyList<int> Tokens, int TextStart, int TextEnd, IReadOnlyList<bool> IsWritten, IReadOnlyList<float?> Confidences,
    IReadOnlyList<ConstrainedHole> Holes)
{
    /// <summary>The canvas of a finished generation.</summary>
    /// <exception cref="RepairException">Nothing says which tokens a model wrote.</exception>
    public static WrittenCanvas Of(Trajectory answer)
    {
        var start = answer.CompletionStart;
        var written = Enumerable.Range(0, answer.Final.Count).Select(position => start > 0 && position >= start).ToArray();
        foreach (var position in answer.Written ?? []) written[position] = true;
        foreach (var reveal in answer.Reveals) written[reveal.Position] = true;
        return written.Contains(true)
            ? new WrittenCanvas(
                answer.Final, start, answer.TextEnd, written, new float?[written.Length], answer.Holes ?? []).With(answer)
            : throw new RepairException(
                "Nothing says which tokens of the answer a model wrote: it has no prompt and no steps. Repair an answer that the sampler gave.");
    }

    /// <summary>This canvas, laid out anew, after a generation that filled in its masks.</summary>
    public WrittenCanvas With(Trajectory filled)
    {
        var (written, confidences) = (IsWritten.ToArray(), Confidences.ToArray());
        foreach (var reveal in filled.Reveals) (written[reveal.Position], confidences[reveal.Position]) = (true, reveal.Confidence);
        return this with { Tokens = filled.Final, TextEnd = filled.TextEnd, IsWritten = written, Confidences = confidences };
    }

    /// <summary>What a policy sees of it.</summary>
    public RepairContext Context(int round, Finding finding, CodeTokenizer? tokenizer, RandomStream draws) => new()
    {
        Round = round,
        Tokens = Tokens,
        IsWritten = IsWritten,
        Confidences = Confidences,
        TextStart = TextStart,
        TextEnd = TextEnd,
        Finding = finding,
        Where = finding.Where is { } span && tokenizer is not null ? Range(tokenizer, span) : null,
        Draws = draws,
        Holes = Holes,
    };

    private TokenRange Range(CodeTokenizer tokenizer, TextSpan span)
    {
        var range = TokenSpans.Of(tokenizer, [.. Tokens.Take(TextEnd).Skip(TextStart)], span);
        return range with { Start = TextStart + range.Start };
    }
}
