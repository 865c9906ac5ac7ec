using System.Text.Json;

namespace DiffuCoder.Sandbox;

/// <summary>Reads what the Python side reports. What is malformed is no report.</summary>
internal static class Reports
{
    private const int LongestDetail = 2000;

    /// <summary>What became of the program. It says so itself: a lie here only leads to tests that fail.</summary>
    public static TestResult Program(ReadOnlyMemory<byte> payload) =>
        Read(payload, Result) ?? new(TestOutcome.Died, "the program's process broke the protocol");

    public static bool IsBegin(ReadOnlyMemory<byte> payload, string nonce, int test) =>
        Read(payload, report => IsOf(report, nonce, test) ? "" : null) is not null;

    public static TestResult? Verdict(ReadOnlyMemory<byte> payload, string nonce, int test) =>
        Read(payload, report => IsOf(report, nonce, test) ? Result(report) : null);

    /// <summary>The answer of a script, or why there is none.</summary>
    public static (string? Answer, string? Failure) Answer(ReadOnlyMemory<byte> payload) =>
        Read(payload, report => report.TryGetProperty("answer", out var answer)
            ? Tuple.Create(answer.GetString(), (string?)null)
            : Tuple.Create((string?)null, report.GetProperty("error").GetString())) is { } read
                ? (read.Item1, read.Item2)
                : (null, "its process broke the protocol");

    private static bool IsOf(JsonElement report, string nonce, int test) =>
        report.GetProperty("nonce").GetString() == nonce && report.GetProperty("test").GetInt32() == test;

    private static TestResult? Result(JsonElement report) => report.GetProperty("outcome").GetString() switch
    {
        "passed" => new(TestOutcome.Passed),
        "wrong" => new(TestOutcome.Wrong, Detail(report)),
        "raised" => new(TestOutcome.Raised, Detail(report)) { Line = Line(report) },
        "nothing" => new(TestOutcome.ShowedNothing, Detail(report)),
        "broken" => new(TestOutcome.CannotRun, Detail(report)),
        _ => null,
    };

    private static int? Line(JsonElement report) => report.TryGetProperty("line", out var line) && line.TryGetInt32(out var number) ? number : null;

    private static string Detail(JsonElement report)
    {
        var text = report.GetProperty("detail").GetString() ?? throw new FormatException("a report without a detail");
        return text.Length <= LongestDetail ? text : text[..LongestDetail];
    }

    private static T? Read<T>(ReadOnlyMemory<byte> payload, Func<JsonElement, T?> read) where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
