using Microsoft.ML.Tokenizers;

namespace DiffuCoder.Tokenization;

/// <summary>Hands the pieces of a <see cref="SplitPattern"/> to the BPE of Microsoft.ML.Tokenizers.</summary>
internal sealed class CodePointPreTokenizer(SplitPattern pattern) : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PatternScanner.Split(text, pattern);

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PatternScanner.Split(text, pattern);
}
