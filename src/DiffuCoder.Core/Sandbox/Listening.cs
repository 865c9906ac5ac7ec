using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace DiffuCoder.Sandbox;

/// <summary>Where a process that was just started connects to, once. Of .NET's own pipes none can carry descriptors.</summary>
internal sealed class Listening : IDisposable
{
    private const int OfSocket = 1, PeerCredentials = 17; // SOL_SOCKET and SO_PEERCRED of Linux
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public Listening()
    {
        var name = $"diffucoder-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        // on Linux a name without a file; elsewhere a file, which is gone as soon as this is
        Address = OperatingSystem.IsLinux() ? $"\0{name}" : Path.Combine(Path.GetTempPath(), name);
        socket.Bind(new UnixDomainSocketEndPoint(Address));
        socket.Listen(1);
    }

    /// <summary>The address, as Python has it.</summary>
    public string Address { get; }

    /// <summary>The connection of this very process; null when it ends without one, or when none comes in time.</summary>
    public Socket? Accept(Process process, TimeSpan within)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < within;)
        {
            if (!socket.Poll(Slice, SelectMode.SelectRead))
            {
                if (process.HasExited) return null;
                continue;
            }
            var connection = socket.Accept();
            if (IsOf(connection, process)) return connection;
            connection.Dispose();
        }
        return null;
    }

    // the address can be read by others of this machine
    private static bool IsOf(Socket connection, Process process)
    {
        if (!OperatingSystem.IsLinux()) return true;
        Span<byte> credentials = stackalloc byte[12];
        return connection.GetRawSocketOption(OfSocket, PeerCredentials, credentials) == credentials.Length
            && BitConverter.ToInt32(credentials) == process.Id;
    }

    public void Dispose()
    {
        socket.Dispose();
        if (!OperatingSystem.IsLinux()) File.Delete(Address);
    }
}
