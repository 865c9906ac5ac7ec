namespace DiffuCoder.Tokenization;

/// <summary>The pre-tokenizer patterns that the kit reads; each is scanned by code points instead of run as a regular expression.</summary>
internal enum SplitPattern
{
    /// <summary>Qwen2, Qwen2.5, Dream, DiffuCoder: digits one by one.</summary>
    Qwen2,

    /// <summary>The same with digits in groups of up to three (cl100k, Llama 3).</summary>
    Cl100k,

    /// <summary>GPT-2's, which is also what a <c>ByteLevel</c> pre-tokenizer with <c>use_regex</c> does.</summary>
    Gpt2,
}

/// <summary>Which pattern a regular expression of tokenizer.json is.</summary>
internal static class SplitPatterns
{
    public const string Qwen2Regex =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    const string Cl100kRegex =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    const string Gpt2Regex = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>OpenAI's own writing of the two, with possessive quantifiers; it matches the same pieces.</summary>
    const string Cl100kPossessive =
        @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";

    const string Qwen2Possessive =
        @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";

    public static SplitPattern? Find(string regex) => regex switch
    {
        Qwen2Regex or Qwen2Possessive => SplitPattern.Qwen2,
        Cl100kRegex or Cl100kPossessive => SplitPattern.Cl100k,
        Gpt2Regex => SplitPattern.Gpt2,
        _ => null,
    };
}
