using System.Runtime.InteropServices;

namespace DiffuCoder.Runtime;

/// <summary>Finding and loading one native library, with an error that helps.</summary>
internal static class NativeFile
{
    /// <summary>The path of a file in the first of the folders that holds it.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="folders">Where to look.</param>
    /// <exception cref="DeviceException">None does.</exception>
    public static string Find(string name, IEnumerable<string> folders)
    {
        var places = folders.ToList();
        var (package, version) = (NativeFolders.LibTorchPackage, NativeFolders.LibTorchVersion);
        return places.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? throw new DeviceException(
            $"""
             libtorch was not found: there is no {name} in
             {string.Join('\n', places.Select(folder => "  " + folder))}
             Reference the package {package} {version} (in a script: #r "nuget: {package}, {version}"),
             or set {NativeFolders.Variable} to the folder that holds libtorch {version}.
             """);
    }

    /// <summary>Loads a library for the whole process.</summary>
    /// <param name="path">Its full path.</param>
    /// <exception cref="DeviceException">The system's loader refuses it.</exception>
    public static void Load(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            var reason = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new DeviceException($"{path} was found but cannot be loaded: {reason}{Advice(reason)}");
        }
    }

    private static string Advice(string reason) => reason switch
    {
        _ when reason.Contains("GLIBCXX_", StringComparison.Ordinal) =>
            "\nTorchSharp needs the libstdc++ of GCC 12 or newer: install one, or put its folder first on LD_LIBRARY_PATH.",
        _ when reason.Contains("GLIBC_", StringComparison.Ordinal) =>
            "\nTorchSharp needs glibc 2.34 or newer: use a newer system (Debian 12, Ubuntu 22.04, RHEL 9 or later).",
        _ => "",
    };
}
