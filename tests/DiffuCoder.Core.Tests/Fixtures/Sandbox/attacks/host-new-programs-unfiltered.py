#: expect=pass
#: category=host
# exec drops neither the filter nor the lack of rights.
import sys


def f():
    import subprocess
    script = "said = open('/proc/self/status').read(); print(*(said.split(each)[1].split()[0] for each in ('Seccomp:', 'CapEff:', 'NoNewPrivs:')))"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.split()
#### statements
assert f() == ['2', '0' * 16, '1']
