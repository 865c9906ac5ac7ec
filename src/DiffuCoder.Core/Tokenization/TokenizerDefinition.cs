namespace DiffuCoder.Tokenization;

/// <summary>What tokenizer files say, checked: enough to build a <see cref="CodeTokenizer"/> and nothing more.</summary>
internal sealed record TokenizerDefinition
{
    /// <summary>Above the largest vocabulary in use by an order of magnitude; a larger id is a damaged file, not a reason to allocate.</summary>
    const int HighestId = 1 << 22;

    /// <summary>Tokens in stand-in characters (<see cref="ByteLevelAlphabet"/>) with their ids, added tokens apart.</summary>
    public required Dictionary<string, int> Vocabulary { get; init; }

    /// <summary>Pairs to merge, the first most urgent.</summary>
    public required IReadOnlyList<(string Left, string Right)> Merges { get; init; }

    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    public required SplitPattern Pattern { get; init; }

    /// <summary>Whether text is composed (NFC) before it is split.</summary>
    public required bool IsComposed { get; init; }

    /// <summary>Whether a piece that is a token as a whole is taken as that one, without merging (Llama 3).</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>What the post-processor puts before a text.</summary>
    public IReadOnlyList<int> Prefix { get; init; } = [];

    public required TokenizerConfig Config { get; init; }

    /// <summary>Refuses what would make encoding wrong or impossible.</summary>
    /// <param name="vocabularyFile">Where the vocabulary and the added tokens come from.</param>
    /// <param name="mergeAt">Where the merge of an index comes from, as file and line or entry.</param>
    /// <returns>This definition.</returns>
    public TokenizerDefinition Checked(string vocabularyFile, Func<int, string> mergeAt)
    {
        CheckVocabulary(vocabularyFile);
        CheckAddedTokens(vocabularyFile);
        foreach (var id in Prefix)
            if (!Vocabulary.ContainsValue(id) && AddedTokens.All(token => token.Id != id))
                throw new TokenizerException($"{vocabularyFile}: the post-processor puts the id {id} before a text, which no token has.");
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < Merges.Count; i++)
        {
            var (left, right) = Merges[i];
            foreach (var token in (string[])[left, right, left + right])
                if (!Vocabulary.ContainsKey(token))
                    throw new TokenizerException(
                        $"{mergeAt(i)}: the merge \"{left} {right}\" needs the token \"{token}\", which {vocabularyFile} does not have. "
                            + "Are the two files of the same model?");
            if (!seen.Add((left, right)))
                throw new TokenizerException($"{mergeAt(i)}: the merge \"{left} {right}\" is there for the second time. Fetch the file again.");
        }
        return this;
    }

    void CheckVocabulary(string file)
    {
        var tokenOf = new Dictionary<int, string>(Vocabulary.Count);
        foreach (var (token, id) in Vocabulary)
        {
            if (id is < 0 or > HighestId)
                throw new TokenizerException($"{file}: the token \"{token}\" has the id {id}; ids go from 0 to {HighestId}.");
            if (!tokenOf.TryAdd(id, token)) throw new TokenizerException($"{file}: the id {id} belongs to both \"{tokenOf[id]}\" and \"{token}\".");
        }
        var missing = ByteLevelAlphabet.InCodeOrder.Where(symbol => !Vocabulary.ContainsKey(symbol.ToString())).ToList();
        if (missing.Count > 0)
            throw new TokenizerException(
                $"{file}: {missing.Count} of the 256 byte symbols are missing, the first is \"{missing[0]}\". "
                    + "Only byte-level BPE vocabularies can be read.");
    }

    void CheckAddedTokens(string file)
    {
        var tokenOf = Vocabulary.ToDictionary(entry => entry.Value, entry => entry.Key);
        foreach (var added in AddedTokens)
        {
            if (added.Content.Length == 0) throw new TokenizerException($"{file}: the added token with the id {added.Id} is empty.");
            if (added.Id is < 0 or > HighestId)
                throw new TokenizerException($"{file}: the added token \"{added.Content}\" has the id {added.Id}; ids go from 0 to {HighestId}.");
            if (Vocabulary.TryGetValue(added.Content, out var id) && id != added.Id)
                throw new TokenizerException($"{file}: \"{added.Content}\" is the token {id} of the vocabulary and the added token {added.Id}.");
            if (!tokenOf.TryAdd(added.Id, added.Content) && tokenOf[added.Id] != added.Content)
                throw new TokenizerException(
                    $"{file}: the id {added.Id} belongs to both \"{tokenOf[added.Id]}\" and the added token \"{added.Content}\".");
        }
    }
}
