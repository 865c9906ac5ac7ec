#: expect=pass
#: category=honest
import io
import sys


def solve(text):
    old, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        n = int(input())
        return [list(map(int, input().split())) for _ in range(n)]
    finally:
        sys.stdin = old
#### statements
assert solve("2\n1 2\n3 4\n") == [[1, 2], [3, 4]]
