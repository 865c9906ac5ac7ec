using System.Net;
using System.Net.Http.Headers;
using System.Reflection;

namespace DiffuCoder.Hub;

/// <summary>Requests to a hub, once each: redirects are followed, refusals become errors in words. The token goes to the hub alone.</summary>
internal sealed class HubClient : IDisposable
{
    private const int MostRedirects = 10;

    private static readonly string Agent = $"diffucoder-kit/{Version()}";

    private readonly HttpClient http;
    private readonly HubSettings settings;

    public HubClient(HubSettings settings)
    {
        this.settings = settings;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = settings.Patience, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan, // a large file takes hours; silence is what ends a request
        };
    }

    /// <summary>Asks for something, from a byte on where that is given. The caller disposes of the answer.</summary>
    /// <param name="address">Where.</param>
    /// <param name="what">What is asked for, in words.</param>
    /// <param name="from">The first byte that is wanted; 0: all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HubException">It is refused, or the server cannot be reached.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, string what, long from, CancellationToken cancellation)
    {
        var current = address;
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            var response = await SendAsync(current, what, from, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is < 300 or >= 400 || response.StatusCode == HttpStatusCode.NotModified)
            {
                if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return response;
                using (response) throw Refusal(response, what);
            }
            using (response) current = Next(current, response, what);
        }
        throw new HubException(HubFault.Server, $"{what}: {settings.Endpoint.Host} redirects more than {MostRedirects} times.");
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, string what, long from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        if (settings.Token is { } token && IsHub(address)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HubException(HubFault.Unreachable, $"{what}: {address.Host} does not answer within {settings.Patience.TotalSeconds} s.", e);
        }
        catch (HttpRequestException e)
        {
            const string Remedy = "Is there a network? HF_ENDPOINT names another server.";
            throw new HubException(HubFault.Unreachable, $"{what}: {address.Host} cannot be reached ({e.Message}). {Remedy}", e);
        }
    }

    private bool IsHub(Uri address) =>
        address.Scheme == settings.Endpoint.Scheme && address.Host == settings.Endpoint.Host && address.Port == settings.Endpoint.Port;

    private static Uri Next(Uri current, HttpResponseMessage response, string what)
    {
        var location = response.Headers.Location
            ?? throw new HubException(HubFault.Server, $"{what}: {current.Host} redirects, and does not say where to.");
        var next = new Uri(current, location);
        var isDowngrade = current.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps;
        return isDowngrade || next.Scheme is not ("http" or "https")
            ? throw new HubException(
                HubFault.Server, $"{what}: {current.Host} redirects to {next.Scheme}://{next.Host}, which is not safe to follow.")
            : next;
    }

    private HubException Refusal(HttpResponseMessage response, string what)
    {
        var code = (int)response.StatusCode;
        var reason = Header(response, "X-Error-Code");
        var words = Header(response, "X-Error-Message") is { Length: > 0 } said ? $" The server says: {Short(said)}" : "";
        HubException Fault(HubFault fault, string problem) =>
            new(fault, $"{what}: {problem} ({code} of {settings.Endpoint.Host}).{words}") { RetryAfter = RetryAfterOf(response) };
        var who = settings.Token is null
            ? "No token was sent: set HF_TOKEN"
            : "A token was sent, which may be wrong or lack the right: look at HF_TOKEN";
        var whose = settings.Token is null ? "A private one needs HF_TOKEN" : "Its owner may not have let you in";
        return (code, reason) switch
        {
            (_, "GatedRepo") => Fault(HubFault.NotAllowed, $"the repository is open to those who accepted its terms on its page. {who}"),
            (404, "RevisionNotFound") =>
                Fault(HubFault.NotFound, "there is no such revision. Look at the branches, tags and commits on the repository's page"),
            (404, "EntryNotFound") => Fault(HubFault.NotFound, "the repository has no such file at that revision"),
            (401, "RepoNotFound") or (404, _) =>
                Fault(HubFault.NotFound, $"there is no such repository, or it is private. Is the name spelled right? {whose}"),
            (401, _) => Fault(HubFault.NotAllowed, $"it is not known who asks, or there is no such repository. {who}"),
            (403, _) => Fault(HubFault.NotAllowed, $"who asks has no right to it. {who}"),
            (429, _) => Fault(HubFault.TooManyRequests, "too many requests. Wait, or send a token (HF_TOKEN), which is allowed more"),
            (408, _) or ( >= 500, _) => Fault(HubFault.Server, "the server fails. Try again later"),
            _ => Fault(HubFault.NotAllowed, $"the server refuses and gives a reason that is not known here: {response.ReasonPhrase}"),
        };
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow,
        _ => null,
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static string Short(string text) => text.Length > 300 ? text[..300] + "…" : text;

    private static string? Version() =>
        typeof(HubClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
