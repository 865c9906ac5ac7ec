#: expect=pass
#: category=honest
import sys


def total():
    return sum(int(n) for line in sys.stdin for n in line.split())


def first_word():
    return input().split()[0]
#### statements
import io
import sys
old = sys.stdin
sys.stdin = io.StringIO("1 2\n3\n")
try:
    assert total() == 6
    sys.stdin = io.StringIO("hello world\nmore\n")
    assert first_word() == "hello"
finally:
    sys.stdin = old
