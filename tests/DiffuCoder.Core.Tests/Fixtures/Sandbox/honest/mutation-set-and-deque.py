#: expect=pass
#: category=honest
def add_all(target, items):
    for item in items:
        target.add(item)


def rotate(queue, n):
    queue.rotate(n)
    queue.append("end")
#### statements
s = {1}
add_all(s, [2, 3, 2])
assert s == {1, 2, 3}
#### statements
from collections import deque
q = deque([1, 2, 3])
rotate(q, 1)
assert q == deque([3, 1, 2, "end"])
