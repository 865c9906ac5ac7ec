using System.Text.Json;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>What Python's parser, in the sandbox, has against a program. Nothing is executed.</summary>
/// <param name="Message">Kind and words: <c>SyntaxError: '(' was never closed</c>.</param>
/// <param name="Line">Where it stumbled, from 1; null where it does not say.</param>
/// <param name="Column">The character within the line, from 1; one more than the line has for its end; null: the whole line.</param>
/// <param name="EndLine">Where what it stumbled over ends; null where it does not say.</param>
/// <param name="EndColumn">The character behind it.</param>
public sealed record ParseError(string Message, int? Line = null, int? Column = null, int? EndLine = null, int? EndColumn = null)
{
    private const int Longest = 100_000;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Characters of the program before the place where the parser stumbled; 0 where it does not say.</summary>
    /// <param name="program">The program that it is about.</param>
    internal int CharactersBefore(string program)
    {
        if (Line is not { } line) return 0;
        var before = program.Split('\n').Take(line - 1).Sum(text => text.Length + 1);
        return Math.Clamp(before + (Column ?? 1) - 1, 0, program.Length);
    }

    /// <summary>Looks at a program.</summary>
    /// <param name="sandbox">Where the parser runs.</param>
    /// <param name="program">Python source.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The error; null for a program that parses and has a statement.</returns>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    public static async Task<ParseError?> OfAsync(ISandbox sandbox, string program, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentNullException.ThrowIfNull(program);
        if (program.Length > Longest) return new($"more than {Longest} characters are not parsed");
        var said = await ParserQuestion.AskAsync(sandbox, PythonScripts.ParseError, JsonSerializer.Serialize(program), "\"x = 1\"", cancellation)
            .ConfigureAwait(false);
        return said is { } answer ? answer.Deserialize<ParseError>(Json) : new("the text brings the parser down");
    }
}
