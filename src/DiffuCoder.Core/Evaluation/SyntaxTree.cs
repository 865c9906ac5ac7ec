using System.Text.Json;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>
/// The syntax trees of programs in a normal form: the same text for programs that differ only in layout, comments, docstrings
/// or the names of variables and parameters. Names that are something else too (a keyword argument, an attribute, a function)
/// stay, so that equal forms mean equal programs. Python's own parser makes them, in the sandbox; nothing is executed.
/// </summary>
public static class SyntaxTree
{
    private const int Longest = 100_000;

    /// <summary>The tree of a program.</summary>
    /// <param name="sandbox">Where the parser runs.</param>
    /// <param name="program">Python source.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The tree; null for what does not parse, and for texts of more than 100 000 characters.</returns>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    public static async Task<string?> OfAsync(ISandbox sandbox, string program, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentNullException.ThrowIfNull(program);
        if (program.Length > Longest) return null;
        var tree = await ParserQuestion.AskAsync(sandbox, PythonScripts.SyntaxTree, JsonSerializer.Serialize(program), "\"x = 1\"", cancellation)
            .ConfigureAwait(false);
        return tree?.GetString();
    }
}
