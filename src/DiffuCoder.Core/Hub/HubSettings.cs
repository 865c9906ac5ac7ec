namespace DiffuCoder.Hub;

/// <summary>
/// Where a hub is, where its files are kept, and how patient one is. By default as the environment says, in the words of Hugging Face's own tools.
/// </summary>
public sealed record HubSettings
{
    /// <summary>The server; <c>HF_ENDPOINT</c>.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>The cache, shared with Hugging Face's own tools; <c>HF_HUB_CACHE</c>, or <c>hub</c> in <c>HF_HOME</c>.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Who asks; <c>HF_TOKEN</c>, or the file <c>token</c> in <c>HF_HOME</c>. Null: nobody in particular.</summary>
    public string? Token { get; init; }

    /// <summary>Whether only the cache may be used; <c>HF_HUB_OFFLINE</c>.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Files that are downloaded at once.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Attempts in a row that may bring nothing before a download is given up.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The wait after the first such attempt; it doubles with each. A server that names a time is left alone for that long.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a server may send nothing before the connection counts as cut.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the environment of the process says.</summary>
    /// <exception cref="HubException">A variable makes no sense.</exception>
    public static HubSettings FromEnvironment() =>
        From(
            Environment.GetEnvironmentVariable,
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>What some variables say.</summary>
    /// <param name="variable">The value of a variable; null where it is not set.</param>
    /// <param name="home">The user's folder.</param>
    internal static HubSettings From(Func<string, string?> variable, string home)
    {
        string? Given(string name) => variable(name) is { } value && value.Trim().Length > 0 ? value.Trim() : null;
        var own = Given("HF_HOME") ?? Path.Combine(Given("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "huggingface");
        var cache = Given("HF_HUB_CACHE") ?? Given("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(own, "hub");
        var token = Expanded(Given("HF_TOKEN_PATH") ?? Path.Combine(own, "token"), home);
        var defaults = new HubSettings { CacheFolder = Expanded(cache, home) };
        return defaults with
        {
            Endpoint = Given("HF_ENDPOINT") is { } endpoint ? EndpointOf(endpoint) : defaults.Endpoint,
            Token = Given("HF_TOKEN") ?? Given("HUGGING_FACE_HUB_TOKEN") ?? FromFile(token),
            IsOffline = IsOn("HF_HUB_OFFLINE", Given("HF_HUB_OFFLINE") ?? Given("TRANSFORMERS_OFFLINE")),
        };
    }

    private static string Expanded(string path, string home) =>
        Path.GetFullPath(path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path);

    private static Uri EndpointOf(string text) => Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? uri!
        : throw new HubException(HubFault.BadName, $"HF_ENDPOINT is \"{text}\", which is no address: it begins with https:// or http://.");

    private static string? FromFile(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } token ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HubException(
                HubFault.NotAllowed, $"The token in {path} cannot be read ({e.Message}). Set HF_TOKEN, or mend the rights of the file.", e);
        }
    }

    private static bool IsOn(string name, string? value) => value?.ToUpperInvariant() switch
    {
        null or "0" or "FALSE" or "NO" or "OFF" => false,
        "1" or "TRUE" or "YES" or "ON" => true,
        _ => throw new HubException(HubFault.BadName, $"{name} is \"{value}\"; it is 1 or 0."),
    };
}
