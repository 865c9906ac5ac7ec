using DiffuCoder.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffuCoder.Training.Grpo;

/// <summary>Prompts and what was written after them. It does not own its tensors.</summary>
/// <param name="Tokens">Prompt, then completion, int64 [B, L]; shorter prompts are padded on the left.</param>
/// <param name="PromptLength">Columns of the prompt, Lp; the completion has the other Lc = L - Lp.</param>
/// <param name="Counted">True for the completion tokens that are learned from, bool [B, Lc]; see <see cref="UpToEnd"/>.</param>
public sealed record Completions(Tensor Tokens, long PromptLength, Tensor Counted)
{
    /// <summary>
    /// True where a token is real, bool [B, L]; null when every token is. The released trainer passes none,
    /// so that its model attends to the padding before short prompts; leave it null only to reproduce that.
    /// </summary>
    public Tensor? AttentionMask { get; init; }

    /// <summary>Ends a pass over them between two blocks of the model.</summary>
    internal CancellationToken Cancellation { get; init; }

    /// <summary>Number of rows, B.</summary>
    public long Rows => Tokens.shape[0];

    /// <summary>Columns, L.</summary>
    public long Length => Tokens.shape[1];

    /// <summary>Columns of the completion, Lc.</summary>
    public long CompletionLength => Length - PromptLength;

    /// <summary>True up to the first end token and at it; everywhere in a row without one.</summary>
    /// <param name="completions">Token ids, int64 [B, Lc].</param>
    /// <param name="endTokens">The tokens that end a completion.</param>
    /// <returns>bool [B, Lc]; belongs to the caller's dispose scope.</returns>
    public static Tensor UpToEnd(Tensor completions, params IReadOnlyList<int> endTokens)
    {
        using var scope = NewDisposeScope();
        var ends = endTokens.Aggregate(zeros_like(completions), (found, token) => found.Plus(Equal(completions, token).to(ScalarType.Int64)));
        return Equal(ends.cumsum(1) - ends, 0).MoveToOuterDisposeScope();

        static Tensor Equal(Tensor tokens, int token)
        {
            using Scalar wanted = token; // held: TorchSharp frees a scalar that nobody holds while its native call may still read it
            return tokens.eq(wanted);
        }
    }
}
