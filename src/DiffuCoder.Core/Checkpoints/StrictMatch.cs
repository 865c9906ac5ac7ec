using static DiffuCoder.Checkpoints.CheckpointException;
using static TorchSharp.torch;

namespace DiffuCoder.Checkpoints;

/// <summary>Compares what a model expects with what a checkpoint holds.</summary>
internal static class StrictMatch
{
    /// <summary>As many are named as a reader can take in; a wrong shape alone is in hundreds of tensors.</summary>
    const int Named = 12;

    /// <summary>The differences for a message, the first of them one a line.</summary>
    internal static string Words(IReadOnlyList<string> differences) =>
        $"{differences.Count} differences:\n  {string.Join("\n  ", differences.Take(Named))}"
        + (differences.Count > Named ? $"\n  and {differences.Count - Named} more" : "");

    /// <summary>Every difference, one line each; empty where there is none.</summary>
    /// <param name="entries">What the checkpoint holds.</param>
    /// <param name="expected">Names and shapes of the model's weights.</param>
    /// <param name="allowed">Types the model can take; null for every readable one.</param>
    internal static IReadOnlyList<string> Differences(
        IReadOnlyDictionary<string, TensorEntry> entries, IReadOnlyDictionary<string, long[]> expected, IReadOnlySet<ScalarType>? allowed)
    {
        var found = expected.Where(e => entries.ContainsKey(e.Key)).Select(e => (Shape: e.Value, Entry: entries[e.Key]))
            .OrderBy(e => e.Entry.Name, StringComparer.Ordinal).ToList();
        return
        [
            .. expected.Where(e => !entries.ContainsKey(e.Key)).OrderBy(e => e.Key, StringComparer.Ordinal)
                .Select(e => $"missing: {Quote(e.Key)} {Show(e.Value)}"),
            .. entries.Values.Where(e => !expected.ContainsKey(e.Name)).OrderBy(e => e.Name, StringComparer.Ordinal)
                .Select(e => $"unexpected: {Quote(e.Name)} {Show(e.Shape)} {e.DtypeName}"),
            .. found.Where(f => !f.Shape.SequenceEqual(f.Entry.Shape))
                .Select(f => $"wrong shape: {Quote(f.Entry.Name)} is {Show(f.Entry.Shape)} and should be {Show(f.Shape)}"),
            .. found.Where(f => !Fits(f.Entry.Dtype, allowed))
                .Select(f => $"wrong type: {Quote(f.Entry.Name)} is {f.Entry.DtypeName} and should be {Types(allowed)}"),
        ];
    }

    static bool Fits(ScalarType? dtype, IReadOnlySet<ScalarType>? allowed) => dtype is { } known && (allowed is null || allowed.Contains(known));

    static string Types(IReadOnlySet<ScalarType>? allowed) =>
        allowed is null ? $"one of {SafetensorsDtype.Readable}" : string.Join(" or ", allowed.Select(SafetensorsDtype.NameOf));

    static string Show(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
