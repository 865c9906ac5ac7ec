/// Programs that reach for the host. The same attack gets through where there are no walls, if that can be shown without harm.
module DiffuCoder.Core.Tests.Sandbox.HostAttackTests

open System
open System.IO
open System.Net
open System.Net.Sockets
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes
open DiffuCoder.Core.Tests.Sandbox.Attacks

let private limits =
    SandboxLimits(TestTime = TimeSpan.FromSeconds 3.0, CandidateTime = TimeSpan.FromSeconds 20.0)

/// What the host has and no program may get: `SECRET_FILE`, `SECRET` and `PORT` are put in front of the attacks.
type private Bait() =
    let folder = Directory.CreateTempSubdirectory("bait")
    let file = Path.Combine(folder.FullName, "secret")
    let secret = Guid.NewGuid().ToString "N"
    let listener = new TcpListener(IPAddress.Loopback, 0)

    do
        File.WriteAllText(file, secret)
        File.SetUnixFileMode(folder.FullName, enum 0o777)
        File.SetUnixFileMode(file, enum 0o666)
        listener.Start()

    member _.Secret = secret

    member _.IsUnharmed =
        File.ReadAllText file = secret && folder.GetFileSystemInfos().Length = 1

    member _.Prologue =
        $"FILE, PORT, HOST = '{file}', {(listener.LocalEndpoint :?> IPEndPoint).Port}, {Environment.ProcessId}\nKIT = '{AppContext.BaseDirectory}'\n"

    interface IDisposable with
        member _.Dispose() =
            listener.Dispose()
            folder.Delete true

/// Name, what `f` does (true: it got through), whether it does where there are no walls.
let private onTheHost =
    [
        "reads a file", "return len(open(FILE).read()) == 32", true
        "reads /etc/passwd", "return 'root' in open('/etc/passwd').read()", true
        "reads by /proc/1/root",
        "return 'root' in open('/proc/1/root/etc/passwd').read() or len(open('/proc/1/root' + FILE).read()) == 32",
        false
        "reads by a link", "import os\n    os.symlink(FILE, 'link')\n    return len(open('link').read()) == 32", true
        "reads by a hard link", "import os\n    os.link('/etc/passwd', 'link')\n    return True", false
        "lists the kit", "import os\n    return bool(os.listdir(KIT))", false
        "sees the host's processes", "import os\n    return os.path.exists(f'/proc/{HOST}/stat') and HOST > 20", true
        "reads the host's environment", "return b'=' in open(f'/proc/{HOST}/environ', 'rb').read()", false
        "reads the first process's environment",
        "import os\n    return b'=' in open(f'/proc/{(os.getppid() or 1)}/environ', 'rb').read()",
        false
        "reads the first process's memory",
        "import os\n    return bool(open(f'/proc/{(os.getppid() or 1)}/mem', 'rb').read(0) or open(f'/proc/{(os.getppid() or 1)}/maps').read())",
        false
        "opens the first process's descriptors",
        "import os\n    return any(os.open(f'/proc/{(os.getppid() or 1)}/fd/{n}', os.O_RDWR) for n in range(9))",
        false
        "takes the first process's descriptors",
        "import os\n    return ctypes.CDLL(None).syscall(438, os.pidfd_open((os.getppid() or 1)), 0, 0) >= 0",
        false
        "traces the first process", "import os\n    return ctypes.CDLL(None).ptrace(16, (os.getppid() or 1), 0, 0) == 0", false
        "limits the first process",
        "import os, resource\n    resource.prlimit((os.getppid() or 1), resource.RLIMIT_NOFILE, (0, 0))\n    return True",
        false
        "slows the first process", "import os\n    os.setpriority(os.PRIO_PROCESS, (os.getppid() or 1), 19)\n    return True", false
        "kills the first process",
        "import os, time\n    os.kill((os.getppid() or 1), 9)\n    time.sleep(0.2)\n    os.kill((os.getppid() or 1), 0)\n    return False",
        false
        "kills everything", "import os\n    os.kill(-1, 9)\n    return False", false
        "environment",
        "import os\n    return any(name not in ('PATH', 'HOME', 'LANG', 'PWD', 'LC_CTYPE', 'MALLOC_ARENA_MAX') for name in os.environ)",
        false
        "writes to a file", "open(FILE, 'w').write(MARK)\n    return True", true
        "writes beside a file", "import os\n    open(os.path.join(os.path.dirname(FILE), MARK), 'w').write(MARK)\n    return True", true
        "writes to the system",
        "for folder in ('/', '/usr', '/usr/lib', '/dev', '/proc', '/etc'):\n        try: open(f'{folder}/{MARK}', 'w').close()\n        except OSError: continue\n        return True\n    return False",
        false
        "climbs out", "import os\n    return len(open('../' * 20 + FILE[1:]).read()) == 32", true
        "descriptor of the root",
        "import os\n    return any(os.path.exists(f'/proc/self/fd/{n}/etc/passwd') for n in range(64)) or os.path.exists('/proc/self/root/etc/passwd')",
        true
        "network of the host", "import socket\n    socket.create_connection(('127.0.0.1', PORT), 1)\n    return True", true
        "network outside",
        "import socket\n    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:\n        s.connect(('192.0.2.1', 9))\n        s.send(b'x')\n    return True",
        true
        "network interfaces", "import socket\n    return any(name != 'lo' for _, name in socket.if_nameindex())", true
        "sockets beyond namespaces", "import socket\n    socket.socket(40, socket.SOCK_STREAM)\n    return True", true
        "namespaces of its own", "return ctypes.CDLL(None).unshare(0x10000000) == 0", true
        "mounts", "libc = ctypes.CDLL(None)\n    return libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0", false
        "becomes root", "import os\n    os.setuid(0)\n    return True", false
        "raw devices", "import os\n    os.mknod('device', 0o666 | 0o060000, os.makedev(8, 0))\n    return True", false
        "shared memory", "return ctypes.CDLL(None).shmget(4711, 4096, 0o1666) >= 0", true
        "files of the system watched",
        "return ctypes.CDLL(None).inotify_add_watch(ctypes.CDLL(None).inotify_init1(0), b'/usr/bin', 0x20) >= 0",
        true
        "times of a device", "import os\n    os.utime('/dev/null')\n    return True", true
        "the machine's memory", "return 'MemTotal' in open('/proc/meminfo').read()", true
        "capabilities", "return int(open('/proc/self/status').read().split('CapEff:')[1].split()[0], 16) != 0", false
        "a space of its own", "return ctypes.CDLL(None).unshare(0x10000000) == 0", false
        "key ring", "return ctypes.CDLL(None).syscall(248, b'user', b'x', b'y', 1, -3) >= 0", false
        "control groups",
        "import os\n    return any(os.access(os.path.join(p, n), os.W_OK) for p, d, ns in os.walk('/sys/fs/cgroup') for n in ns)",
        false
        "kernel settings", "open('/proc/sys/kernel/hostname', 'w').write('x')\n    return True", false
        "terminal", "open('/dev/tty', 'w')\n    return True", false
    ]

let hostAttacks = onTheHost |> List.map (fun (name, _, _) -> name) |> cases

[<Theory>]
[<MemberData(nameof hostAttacks)>]
let ``no program reaches the host, where without walls it would`` (name: string) =
    let _, body, worksUnwalled =
        onTheHost |> List.find (fun (known, _, _) -> known = name)

    let attack sandbox =
        use bait = new Bait()
        let mark = newMark ()

        let result =
            runIn sandbox limits (marking mark + bait.Prologue + $"def f():\n    {body}\n") [ holds "assert f() is True" ]

        result.Output |> should not' (haveSubstring bait.Secret)
        result, bait.IsUnharmed, mark

    let result, isUnharmed, mark = attack strong.Value
    result.Program.Passed |> should be True
    outcomes result |> should not' (contain TestOutcome.Passed)
    isUnharmed |> should be True
    nothingIsLeft mark

    if worksUnwalled then
        let result, _, _ = attack weak.Value
        mustPass result

[<Fact>]
let ``no program reads what another left or does`` () =
    let sandbox = PythonSandbox.Start(SandboxOptions(Workers = 2))
    let mark = newMark ()

    let writer =
        sandbox.RunAsync(Candidate($"import time\nopen('/tmp/{mark}', 'w').write('x')\ntime.sleep(1.5)", []), patient)

    let reads =
        "import os\ndef f(): return [os.listdir('/tmp'), os.listdir('/dev/shm'), [p for p in os.listdir('/proc') if p.isdigit() and int(p) not in (1, os.getpid())]]"

    for _ in 1..5 do
        runIn sandbox patient reads [ equals "f()" "[[], [], []]" ] |> mustPass

    writer.Result.Program.Passed |> should be True

    for _ in 1..3 do
        runIn sandbox patient reads [ equals "f()" "[[], [], []]" ] |> mustPass

    sandbox.DisposeAsync().AsTask().Wait()
