using System.Text.Json;
using DiffuCoder.Sandbox;

namespace DiffuCoder.Evaluation;

/// <summary>What programs and tests run on inside a sandbox, as it is found there, for manifests.</summary>
/// <param name="Python">The interpreter's version.</param>
/// <param name="Libraries">The libraries that can be imported beside the standard library, with their versions.</param>
internal sealed record SandboxEnvironment(string Python, SortedDictionary<string, string> Libraries)
{
    public static async Task<SandboxEnvironment> OfAsync(ISandbox sandbox, CancellationToken cancellation)
    {
        var answer = await sandbox.AskAsync(PythonScripts.Environment, "null", cancellation).ConfigureAwait(false);
        return JsonSerializer.Deserialize<SandboxEnvironment>(answer, JsonSerializerOptions.Web)
            ?? throw new SandboxException("The sandbox does not say which Python it has.");
    }
}
