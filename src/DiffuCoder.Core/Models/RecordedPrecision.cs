namespace DiffuCoder.Models;

/// <summary>The type that a run computed in, as its records have it.</summary>
internal static class RecordedPrecision
{
    /// <summary>Its name among a run's options.</summary>
    public const string Name = "computeType";

    /// <summary>What is recorded of a model.</summary>
    public static string Of(MaskedLanguageModel model) => model.ComputeType.ToString();

    /// <summary>What a record says of an option; null: nothing. Records without the type are of float32, the only one there was.</summary>
    public static string? Said(IReadOnlyDictionary<string, string> record, string name) =>
        record.GetValueOrDefault(name) ?? (name == Name ? nameof(Precision.Float32) : null);
}
