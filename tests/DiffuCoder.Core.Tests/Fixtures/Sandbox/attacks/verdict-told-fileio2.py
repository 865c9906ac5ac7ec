#: expect=fail
#: category=verdict
def f(fh):
    F = type(fh.buffer.raw)
    F("want.txt", "w").write(b"0")
    return 0
#### statements
with open("x.txt", "w") as fh:
    fh.write("a\nb\n")
with open("want.txt", "w") as fh:
    fh.write("2")
with open("x.txt") as fh:
    n = f(fh)
assert n == int(open("want.txt").read())
