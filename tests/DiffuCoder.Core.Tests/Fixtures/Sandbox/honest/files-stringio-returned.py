#: expect=pass
#: category=honest
import io


def report(rows):
    buffer = io.StringIO()
    for row in rows:
        print(*row, sep="|", file=buffer)
    return buffer
#### statements
r = report([(1, "a"), (2, "b")])
assert r.getvalue() == "1|a\n2|b\n" and r.tell() == 8
r.seek(0)
assert r.readline() == "1|a\n" and r.read() == "2|b\n"
