#: expect=pass
#: category=honest
import heapq
import sys

cache = []
for i in range(10):
    cache.append(i * i)
table = {}
table.update(a=1)
table |= {"b": 2}
queue = [5, 1, 3]
heapq.heapify(queue)
sys.setrecursionlimit(2000)


class Options:
    pass


Options.depth = 3
setattr(Options, "width", 4)
(total := sum(cache))
#### statements
assert cache[9] == 81 and table == {"a": 1, "b": 2} and queue[0] == 1 and total == 285 and (Options.depth, Options.width) == (3, 4)
