using System.Text.Json;

namespace DiffuCoder.Datasets.Parquet;

/// <summary>
/// A column of a row group, at its next entry. Each entry of a leaf has a definition level (how much of its path is there) and a repetition level
/// (which list goes on; 0 begins a row): the record shredding of Dremel (Melnik et al., VLDB 2010).
/// </summary>
internal abstract class ParquetNode
{
    /// <summary>Of the next entry.</summary>
    public abstract int Definition { get; }

    /// <summary>Of the next entry; 0 at the end.</summary>
    public abstract int Repetition { get; }

    /// <summary>Passes over an entry that stands for nothing: an empty list, or a null further up.</summary>
    public abstract void Skip();

    /// <summary>Writes what begins at the next entry and goes behind it.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
