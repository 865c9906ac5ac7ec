using System.Reflection;

namespace DiffuCoder.Sandbox;

/// <summary>The Python side, kept in the assembly and handed to the interpreter through a pipe.</summary>
internal static class PythonSources
{
    /// <summary>What the interpreter is given by <c>-c</c> inside: it reads everything else from its standard input.</summary>
    public static string Boot { get; } = Read("boot");

    /// <summary>What runs outside and becomes bubblewrap.</summary>
    public static string Launch { get; } = Read("launch");

    // in the order of their imports; a candidate's process never holds the side of the tests
    private static readonly string[] Shared =
    [
        "channel", "values", "containers", "heap", "libraries", "ahead", "peer", "instances", "mirrors", "errors", "side", "asking", "polling",
        "objects", "program", "candidate", "answers",
    ];

    private static readonly string[] Tests = ["replaced", "comparing", "lending", "proxies", "names", "judging", "checker"];
    private static readonly string[] OfTemplate = ["seccomp", "walls", "processes", "child", "overseer", "adopter", "template"];

    /// <summary>Names and texts of the modules of a role, in the order in which they are loaded.</summary>
    public static string[][] Modules(WorkerRole role)
    {
        string[] names = [.. Shared, .. role == WorkerRole.Checker ? Tests : [], .. OfTemplate];
        return [.. names.Select(name => new[] { name, Read(name) })];
    }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"DiffuCoder.Sandbox.Python.{name}.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>What a worker is for.</summary>
internal enum WorkerRole
{
    /// <summary>Runs untrusted programs.</summary>
    Candidate,

    /// <summary>Runs trusted tests and scripts.</summary>
    Checker,
}
