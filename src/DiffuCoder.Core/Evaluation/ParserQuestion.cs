using System.Text.Json;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>Has Python's parser look at untrusted text, in the sandbox.</summary>
internal static class ParserQuestion
{
    /// <summary>The script's answer; null where the text brings the parser down, which no program does.</summary>
    /// <param name="sandbox">Where the parser runs.</param>
    /// <param name="script">The trusted script.</param>
    /// <param name="request">What to ask about, JSON.</param>
    /// <param name="harmless">A request that every working sandbox answers.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SandboxException">The sandbox cannot work.</exception>
    public static async Task<JsonElement?> AskAsync(ISandbox sandbox, string script, string request, string harmless, CancellationToken cancellation)
    {
        try
        {
            return JsonElement.Parse(await sandbox.AskAsync(script, request, cancellation).ConfigureAwait(false));
        }
        catch (SandboxException)
        {
            // where no text can be parsed, the sandbox is at fault and says so here
            await sandbox.AskAsync(script, harmless, cancellation).ConfigureAwait(false);
            return null;
        }
    }
}
