#: expect=pass
#: category=state
# No ring holds a key of an earlier program's.
def f():
    found = []
    for path in ("/proc/keys", "/proc/key-users"):
        try:
            with open(path) as table:
                found += [line for line in table if "left-behind" in line]
        except OSError:
            pass
    return found
#### statements
assert f() == []
