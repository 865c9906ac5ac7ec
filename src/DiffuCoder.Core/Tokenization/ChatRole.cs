namespace DiffuCoder.Tokenization;

/// <summary>Who speaks in a chat.</summary>
public enum ChatRole
{
    /// <summary>Sets the frame; only as the first message.</summary>
    System,

    /// <summary>Asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
