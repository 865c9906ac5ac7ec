namespace DiffuCoder.Tokenization;

/// <summary>Tokenizer files that cannot be used, or a token that the vocabulary does not have.</summary>
/// <param name="message">What is wrong, where (file and line or entry), and how to mend it.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class TokenizerException(string message, Exception? inner = null) : Exception(message, inner);
