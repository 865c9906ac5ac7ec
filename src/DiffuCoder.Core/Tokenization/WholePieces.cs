using System.Text;
using Microsoft.ML.Tokenizers;

namespace DiffuCoder.Tokenization;

/// <summary>Encodes as a model with <c>ignore_merges</c> does: a piece that is a token as a whole is that token, whatever the merges say.</summary>
/// <param name="vocabulary">Tokens in stand-in characters.</param>
/// <param name="pattern">How text is cut into pieces.</param>
/// <param name="bpe">What merges the others.</param>
internal sealed class WholePieces(IReadOnlyDictionary<string, int> vocabulary, SplitPattern pattern, BpeTokenizer bpe)
{
    public void Add(ReadOnlySpan<char> text, List<int> ids)
    {
        foreach (var (offset, length) in PatternScanner.Split(text, pattern))
        {
            var piece = text.Slice(offset, length);
            if (vocabulary.TryGetValue(InStandIns(piece), out var id)) ids.Add(id);
            else ids.AddRange(bpe.EncodeToIds(piece));
        }
    }

    static string InStandIns(ReadOnlySpan<char> piece) => string.Concat(Encoding.UTF8.GetBytes(piece.ToString()).Select(ByteLevelAlphabet.Symbol));
}
