#: expect=pass
#: category=honest
def number_lines(source, target):
    for n, line in enumerate(source, 1):
        target.write(f"{n}: {line}")
    return n


def first_line(file):
    return file.readline()
#### statements
import io
out = io.StringIO()
assert number_lines(io.StringIO("a\nb\n"), out) == 2
assert out.getvalue() == "1: a\n2: b\n"
#### statements
f = io.StringIO("x\ny\n")
assert first_line(f) == "x\n" and f.read() == "y\n"
assert first_line(io.BytesIO(b"raw\n")) == b"raw\n"
