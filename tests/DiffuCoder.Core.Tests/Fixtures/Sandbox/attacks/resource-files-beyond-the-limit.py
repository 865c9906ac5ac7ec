#: expect=fail
#: category=resource
#: files=16
#: test_time=4
#: time=8
# One file, and many, beyond what the private folder may hold.
def f(n):
    written = 0
    try:
        for number in range(64):
            with open(f"/tmp/file{number}", "wb") as held:
                for _ in range(4):
                    held.write(b"x" * (1 << 20))
                    held.flush()
                    written += 1 << 20
    except OSError:
        pass
    return 1 if written > 48 << 20 else 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
