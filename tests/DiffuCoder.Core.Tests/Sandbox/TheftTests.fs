// Alone: a thousand runs, each searching all of its memory.
[<Xunit.Collection "alone">]
module DiffuCoder.Core.Tests.Sandbox.TheftTests

open System
open System.Threading.Tasks
open Xunit
open FsUnit.Xunit
open DiffuCoder.Sandbox
open DiffuCoder.Core.Tests.Sandbox.Sandboxes

/// Leaves a mark of every kind wherever it can; its tests hold marks in their answers.
let private plants (number: int) =
    let program =
        $"""
# PLANTED-SOURCE-{number} {String('x', 600)}
import os, socket, sys, threading, time, mmap
text = 'PLANTED-' + 'VALUE-{number} ' * 50
os.environ['PLANTED'] = 'PLANTED-ENVIRONMENT-{number}'
def attempt(act):
    try: act()
    except Exception: pass
for act in (
    lambda: open('/tmp/planted', 'w').write('PLANTED-FILE-{number}'),
    lambda: os.mkfifo('/tmp/planted-fifo'),
    lambda: os.setxattr('/tmp', 'user.planted', b'PLANTED-ATTRIBUTE-{number}'),
    lambda: os.chmod('/tmp', 0o555),
    lambda: os.utime('/tmp', (123456, 123456)),
    lambda: os.utime('/dev/null', (123456, 123456)),
    lambda: socket.socket(socket.AF_UNIX).bind('\0PLANTED-SOCKET-{number}'),
): attempt(act)
server = socket.socket(); server.bind(('127.0.0.1', 5151)); server.listen()
client = socket.create_connection(('127.0.0.1', 5151)); accepted, _ = server.accept()
client.sendall(b'PLANTED-PACKET-{number}'); accepted.close(); client.close()
def f(): return 'PLANTED-ANSWER-{number} ' * 40
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        kept = mmap.mmap(-1, 1 << 16); kept.write(b'PLANTED-CHILD-{number}')
        time.sleep(60)
    os._exit(0)
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
"""

    Candidate(
        program,
        [
            equals "f()" $"'PLANTED-ANSWER-{number} ' * 40"
            holds $"assert f() != 'PLANTED-EXPECTED-{number}'"
        ]
    )

/// Looks through all memory, files, processes, sockets, descriptors and settings
/// that it can reach. `own` may be found: it says that the search works.
let private searches =
    """
import ctypes, os, re, socket, stat
pattern = re.compile(rb'PL[A]NTED-[A-Z]+-[0-9]+')
def regions():
    for line in open('/proc/self/maps'):
        span, rights = line.split()[:2]
        if rights.startswith('r') and '[v' not in line:
            start, end = (int(part, 16) for part in span.split('-'))
            yield start, end
def memory():
    found = set()
    for start, end in regions(): found.update(pattern.findall(ctypes.string_at(start, end - start)))
    return found
def text(path):
    try: return open(path, 'rb').read(1 << 20)
    except OSError: return b''
def search():
    found = set()
    for name in os.listdir('/proc'):
        if name.isdigit():
            for part in ('environ', 'cmdline', 'comm', 'status', 'maps', 'mountinfo'): found.update(pattern.findall(text(f'/proc/{name}/{part}')))
    for folder in ('/tmp', '/dev', '/dev/shm', '/var/tmp', '/run', '/home', '/root'):
        for root, folders, files in os.walk(folder):
            for file in files: found.update(pattern.findall(file.encode())); found.update(pattern.findall(text(os.path.join(root, file))) if root.startswith('/tmp') else ())
    for part in ('unix', 'tcp', 'udp'): found.update(pattern.findall(text(f'/proc/self/net/{part}')))
    for descriptor in os.listdir('/proc/self/fd'):
        try: found.update(pattern.findall(os.readlink(f'/proc/self/fd/{descriptor}').encode()))
        except OSError: pass
    found.update(pattern.findall(repr(dict(os.environ)).encode()))
    try: found.update(pattern.findall(os.getxattr('/tmp', 'user.planted')))
    except OSError: pass
    return sorted(part.decode() for part in found | memory())
def state():
    server = socket.socket(); server.bind(('127.0.0.1', 5151)); server.close()  # no connection lingers on the port
    packets = [line.split() for line in open('/proc/self/net/dev') if 'lo:' in line][0][2]
    processes = sorted(int(name) for name in os.listdir('/proc') if name.isdigit())
    return os.listdir('/tmp'), stat.S_IMODE(os.stat('/tmp').st_mode), os.stat('/tmp').st_mtime > 1e9, os.stat('/dev/null').st_mtime > 1e9, packets, processes
"""

let private untouched =
    "assert state() == ([], 0o1777, True, True, '0', [1, 2]), state()"

[<Fact>]
let ``nothing of a candidate can be found by the next, in a thousand runs`` () =
    use sandbox = PythonSandbox.Start(SandboxOptions(Workers = 2))

    let found =
        [
            for number in 100000..100499 do
                sandbox.RunAsync(plants number, patient)
                sandbox.RunAsync(Candidate(searches, [ equals "search()" "[]"; holds untouched ]), patient)
        ]
        |> Task.WhenAll
        |> _.Result

    found |> Array.length |> should equal 1000

    [
        for result in found do
            if not result.Passed then
                details result
    ]
    |> should be Empty

[<Fact>]
let ``the search finds what is there`` () =
    let program =
        searches
        + "\nopen('/tmp/f', 'w').write('PLANTED-' + 'FILE-1')\nos.environ['X'] = 'PLANTED-' + 'ENVIRONMENT-1'\nkept = 'PLANTED-' + 'VALUE-%d' % 1\n"

    run
        program
        [
            equals "search()" "['PLANTED-ENVIRONMENT-1', 'PLANTED-FILE-1', 'PLANTED-VALUE-1']"
        ]
    |> mustPass

[<Fact>]
let ``the wrong half of a group earns nothing from the right half's answers`` () =
    use sandbox = PythonSandbox.Start(SandboxOptions(Workers = 1))

    let right =
        "def solve(n):\n    return 'ANSWER-' + 'OF-' + str(n * 7919)  # MARK-OF-A-SOLUTION\n"

    // finds the text of a solution in its own memory and runs it
    let thief =
        "import ctypes, re\ndef solve(n):\n    for line in open('/proc/self/maps'):\n        span, rights = line.split()[:2]\n        if not rights.startswith('rw'): continue\n        start, end = (int(part, 16) for part in span.split('-'))\n        data = ctypes.string_at(start, end - start)\n        for text in re.findall(rb'def s[o]lve[^#]*#', data):\n            scope = {}\n            try: exec(text.decode(), scope); return scope['solve'](n)\n            except Exception: pass\n"

    let tests = [ for n in 1..3 -> equals $"solve({n})" $"'ANSWER-OF-{n * 7919}'" ]

    for _ in 1..20 do
        runIn sandbox patient right tests |> mustPass

        (runIn sandbox patient thief tests).PassRate |> should equal 0.0

[<Theory>]
[<InlineData("flock", "/usr/bin/env", "rb")>]
[<InlineData("lockf", "/dev/null", "r+b")>]
let ``a lock on a shared file carries no bit to a candidate that runs at once`` (call: string, file: string, mode: string) =
    use sandbox = PythonSandbox.Start(SandboxOptions(Workers = 2))

    let opens =
        $"import fcntl, time\nfile = open('{file}', '{mode}', 0)\ndef lock(): fcntl.{call}(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"

    let holder =
        sandbox.RunAsync(Candidate($"{opens}lock()\ndef f(): time.sleep(2)\n", [ holds "f()" ]), patient)

    System.Threading.Thread.Sleep 700

    runIn
        sandbox
        patient
        $"{opens}def f():\n    try: lock()\n    except OSError: return 'held'\n    return 'free'\n"
        [ equals "f()" "'free'" ]
    |> mustPass

    holder.IsCompleted |> should be False
    holder.Result |> mustPass
