using DiffuCoder.Sampling;
using DiffuCoder.Tokenization;

namespace DiffuCoder.Extensions.AI;

/// <summary>
/// The text of an answer as it becomes stable from the left: a token is stable once no mask is left of it, since what is committed stays. Tokens
/// further right are held back until the gap is closed.
/// </summary>
internal sealed class StableText(Canvas canvas, int maskId, IReadOnlySet<int> ends, IncrementalDecoder decoder)
{
    private readonly int[] tokens = [.. canvas.Tokens];
    private int next = canvas.CompletionStart;

    /// <summary>A token that ends the text has become stable: nothing behind it is part of the answer.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Stable tokens so far, without the one that ends the text.</summary>
    public int Count => next - canvas.CompletionStart;

    /// <summary>Takes a step and gives the text that it made stable.</summary>
    public string Take(SamplingStep step)
    {
        foreach (var reveal in step.Reveals) tokens[reveal.Position] = reveal.Token;
        var stable = new System.Text.StringBuilder();
        while (!HasEnded && next < tokens.Length && tokens[next] != maskId)
        {
            HasEnded = ends.Contains(tokens[next]);
            if (!HasEnded) stable.Append(decoder.Append(tokens[next++]));
        }
        return stable.ToString();
    }

    /// <summary>Half a character that nothing completed, as U+FFFD.</summary>
    public string Flush() => decoder.Flush();
}
