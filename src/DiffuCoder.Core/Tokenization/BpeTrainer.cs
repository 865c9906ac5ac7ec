using System.Runtime.InteropServices;

namespace DiffuCoder.Tokenization;

/// <summary>
/// Learns a byte-level BPE (Sennrich et al. 2016; bytes as in GPT-2) with Qwen2's way of splitting: NFC, digits one by one. The pair that is next
/// to each other most often is merged first. The result depends on the texts alone, not on their order: of pairs with equal counts the one with
/// the lowest left id goes first, then the one with the lowest right id, as in Hugging Face's trainer.
/// </summary>
public static class BpeTrainer
{
    /// <summary>Learns a vocabulary.</summary>
    /// <param name="texts">The corpus; read once, so it may be streamed. Special tokens in it are cut out and teach nothing.</param>
    /// <param name="vocabularySize">
    /// Entries in all: 256 bytes, merges, special tokens. It stays below that when no pair occurs <paramref name="minimumCount"/> times any more.
    /// </param>
    /// <param name="specialTokens">Tokens of their own with the last ids, in this order.</param>
    /// <param name="minimumCount">How often a pair must occur to be merged.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="ArgumentException">A special token is empty, doubled, a single byte symbol or also learned as a token.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size does not hold the bytes and the special tokens, or the count is below 1.</exception>
    public static BpeVocabulary Train(IEnumerable<string> texts, int vocabularySize, IReadOnlyList<string> specialTokens, int minimumCount = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 256 + specialTokens.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCount, 1);
        CheckSpecialTokens(specialTokens);
        var tokens = ByteLevelAlphabet.InCodeOrder.Select(symbol => symbol.ToString()).ToList();
        var idOf = tokens.Select((token, id) => (token, id)).ToDictionary(x => x.token, x => x.id);
        var merges = new List<(string, string)>();
        var known = new HashSet<(int, int)>();
        var pairs = new PairCounts(CountWords(texts, specialTokens).Select(word => (Symbols(word.Key, idOf), word.Value)));

        while (tokens.Count + specialTokens.Count < vocabularySize && pairs.MostFrequent(minimumCount) is var (left, right))
        {
            // a pair comes up again if one of its sides was learned in a second way since; it is one merge all the same
            if (known.Add((left, right))) merges.Add((tokens[left], tokens[right]));
            var joined = tokens[left] + tokens[right];
            if (specialTokens.Contains(joined))
                throw new ArgumentException(
                    $"The special token \"{joined}\" would be learned as an ordinary token, too. "
                        + "Give it a name that is no text, such as \"<|name|>\".", nameof(specialTokens));
            // "a"+"bc" and "ab"+"c" are two merges and one token
            if (!idOf.TryGetValue(joined, out var id))
            {
                idOf[joined] = id = tokens.Count;
                tokens.Add(joined);
            }
            pairs.Merge(left, right, id);
        }
        return new BpeVocabulary(tokens, merges, [.. specialTokens]);
    }

    static int[] Symbols(string word, Dictionary<string, int> idOf) =>
        [.. System.Text.Encoding.UTF8.GetBytes(word).Select(value => idOf[ByteLevelAlphabet.Symbol(value).ToString()])];

    /// <summary>How often each piece of the pre-tokenizer occurs.</summary>
    static Dictionary<string, long> CountWords(IEnumerable<string> texts, IReadOnlyList<string> specialTokens)
    {
        var splitter = new AddedTokenSplitter(specialTokens.Select(content => new AddedToken(content, 0, IsSpecial: true)));
        var counts = new Dictionary<string, long>();
        var byCharacters = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var raw in texts)
        {
            var text = UnicodeText.ReplaceUnpairedSurrogates(raw);
            foreach (var (token, range) in splitter.Split(text))
            {
                if (token is not null) continue;
                var between = UnicodeText.Compose(text[range]).AsSpan();
                foreach (var (offset, length) in PatternScanner.Split(between, SplitPattern.Qwen2))
                    CollectionsMarshal.GetValueRefOrAddDefault(byCharacters, between.Slice(offset, length), out _)++;
            }
        }
        return counts;
    }

    static void CheckSpecialTokens(IReadOnlyList<string> specialTokens)
    {
        var bad = specialTokens.FirstOrDefault(token => token.Length == 0 || ByteLevelAlphabet.Bytes(token) is [_]);
        if (bad is not null) throw new ArgumentException($"A special token has at least two characters, \"{bad}\" has not.", nameof(specialTokens));
        if (specialTokens.GroupBy(token => token).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The special token \"{twice.Key}\" is there twice.", nameof(specialTokens));
    }
}
