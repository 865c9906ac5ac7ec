namespace DiffuCoder.Hub;

/// <summary>Why something could not be had from a hub.</summary>
public enum HubFault
{
    /// <summary>The name is none that a repository, revision or file can have.</summary>
    BadName,

    /// <summary>There is no such repository, revision or file, or it is not there for who asks.</summary>
    NotFound,

    /// <summary>No token, a wrong one, or one without the right (401, 403).</summary>
    NotAllowed,

    /// <summary>Too many requests (429), for longer than was waited.</summary>
    TooManyRequests,

    /// <summary>The server fails (5xx), or does not keep to the protocol.</summary>
    Server,

    /// <summary>The server cannot be reached, or connections end before anything comes.</summary>
    Unreachable,

    /// <summary>What came is not what was announced.</summary>
    WrongBytes,

    /// <summary>The network may not be used, and it is not in the cache.</summary>
    Offline,

    /// <summary>There is no room for it, or the cache cannot be written.</summary>
    Disk,

    /// <summary>The repository is no checkpoint that can be read.</summary>
    NoCheckpoint,
}

/// <summary>Something could not be had from a hub. The message says what, from where, why, and how to mend it.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">All of it in words.</param>
/// <param name="cause">The error behind it, if there is one.</param>
public sealed class HubException(HubFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Why.</summary>
    public HubFault Fault { get; } = fault;

    /// <summary>How long the server asked to be left alone; null where it said nothing.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request can go better a moment later.</summary>
    internal bool IsPassing => Fault is HubFault.TooManyRequests or HubFault.Server or HubFault.Unreachable;
}
