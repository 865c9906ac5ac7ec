using System.Text.Json;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>What a canonical solution gave for one list of arguments.</summary>
/// <param name="Seconds">What it took.</param>
/// <param name="Size">How large it is where it is handed over, bytes, about.</param>
/// <param name="Expected">What is expected, as Python source; null where it is too large for that.</param>
/// <param name="Digest">The digest that is expected; null where the value itself is. With neither the tests' side computes it again.</param>
internal sealed record ReferenceOutput(double Seconds, long Size, string? Expected, string? Digest)
{
    /// <summary>Seconds in which the tests' side computes it again.</summary>
    public double SecondsAgain => Expected is null && Digest is null ? Seconds : 0;
}

/// <summary>Reads what <c>reference_outputs.py</c> says, as far as it came.</summary>
internal static class ReferenceReport
{
    private const int Shown = 80;

    /// <summary>The outputs, the most memory that was used, and why it is not all of them, where it is not.</summary>
    public static (IReadOnlyList<ReferenceOutput> Outputs, long Peak, string? Reason) Read(
        CandidateResult result, List<string> inputs, TimeSpan total)
    {
        var outputs = new List<ReferenceOutput>(inputs.Count);
        foreach (var line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parsed(line) is not { } said) break; // cut off where its process ended: the reason is in the result
            if (said.TryGetProperty("error", out var error)) return (outputs, 0, On(inputs, outputs.Count, error.GetString()!));
            if (!said.TryGetProperty("peak", out var peak)) outputs.Add(said.Deserialize<ReferenceOutput>(JsonSerializerOptions.Web)!);
            else if (outputs.Count == inputs.Count) return (outputs, peak.GetInt64(), null);
            else throw new SandboxException("A canonical solution was run, and its outputs are not all there.");
        }
        var isLate = result.Program.Outcome == TestOutcome.TimedOut;
        var what = isLate
            ? $"all of its arguments together take more than {total.TotalSeconds:0.###} s"
            : $"{result.Program.Outcome}: {result.Program.Detail}";
        return (outputs, 0, On(inputs, outputs.Count, what));
    }

    private static JsonElement? Parsed(string line)
    {
        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string On(List<string> inputs, int index, string what)
    {
        if (index >= inputs.Count) return $"the canonical solution: {what}";
        var shown = inputs[index].Length <= Shown ? inputs[index] : inputs[index][..Shown] + "...";
        return $"the canonical solution on argument list {index + 1} of {inputs.Count}, {shown}: {what}";
    }
}
