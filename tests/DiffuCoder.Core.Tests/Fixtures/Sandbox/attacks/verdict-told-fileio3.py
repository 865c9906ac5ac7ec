#: expect=fail
#: category=verdict
def f(fh):
    F = type(fh.buffer.raw)
    F(4, "w", closefd=False).write(b"\0\0\0\2V{}")
    return 0
#### statements
with open("x.txt", "w") as fh:
    fh.write("a\nb\n")
with open("x.txt") as fh:
    assert f(fh) == 2
