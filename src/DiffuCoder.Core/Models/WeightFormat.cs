namespace DiffuCoder.Models;

/// <summary>How the linear layers of a model's blocks are stored.</summary>
public enum WeightFormat
{
    /// <summary>As floating-point numbers.</summary>
    Float,

    /// <summary>
    /// As int8 with a scale for each row: W = scale q, q in [-127, 127]. Half the memory of bfloat16; embeddings, output layer, norms and biases are
    /// as they were. Products are computed in the model's type.
    /// </summary>
    Int8,
}
