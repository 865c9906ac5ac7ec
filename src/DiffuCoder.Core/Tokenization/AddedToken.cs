namespace DiffuCoder.Tokenization;

/// <summary>A token that is cut out of the text before it is split, with the flags of the Hugging Face format.</summary>
/// <param name="Content">The text it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSpecial">Left out when decoding with special tokens skipped.</param>
internal sealed record AddedToken(string Content, int Id, bool IsSpecial)
{
    /// <summary>Swallows the white space in front of it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Swallows the white space behind it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Looked for in the normalised text instead of the raw one.</summary>
    public bool IsNormalized { get; init; }
}
