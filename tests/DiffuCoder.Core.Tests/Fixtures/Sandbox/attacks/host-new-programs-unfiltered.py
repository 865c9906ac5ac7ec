#: expect=pass
#: category=host
# exec drops neither the filter nor the lack of rights.
import sys


def f():
    import subprocess
    script = "import os;s=open('/proc/self/status').read();print(s.split('Seccomp:')[1].split()[0], s.split('CapEff:')[1].split()[0], s.split('NoNewPrivs:')[1].split()[0])"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.split()
#### statements
assert f() == ['2', '0' * 16, '1']
