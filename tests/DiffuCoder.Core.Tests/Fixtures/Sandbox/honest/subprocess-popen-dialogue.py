#: expect=pass
#: category=honest
import subprocess


def upper(lines):
    process = subprocess.Popen(["tr", "a-z", "A-Z"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    out, _ = process.communicate("\n".join(lines))
    return out.split("\n"), process.returncode
#### statements
assert upper(["ab", "c"]) == (["AB", "C"], 0)
