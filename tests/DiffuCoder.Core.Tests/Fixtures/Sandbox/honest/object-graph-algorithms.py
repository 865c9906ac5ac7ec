#: expect=pass
#: category=honest
import heapq


class Graph:
    def __init__(self):
        self.edges = {}

    def add(self, a, b, weight=1):
        self.edges.setdefault(a, {})[b] = weight
        self.edges.setdefault(b, {})[a] = weight

    def distances(self, start):
        best, heap = {}, [(0, start)]
        while heap:
            d, node = heapq.heappop(heap)
            if node in best:
                continue
            best[node] = d
            for other, w in self.edges[node].items():
                heapq.heappush(heap, (d + w, other))
        return best

    def depth_first(self, start, visit, seen=None):
        seen = set() if seen is None else seen
        seen.add(start)
        visit(start)
        for other in sorted(self.edges[start]):
            if other not in seen:
                self.depth_first(other, visit, seen)
        return seen
#### statements
g = Graph()
for edge in [("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5)]:
    g.add(*edge)
assert g.distances("a") == {"a": 0, "c": 1, "b": 3, "d": 8}
order = []
assert g.depth_first("a", order.append) == {"a", "b", "c", "d"} and order == ["a", "b", "c", "d"]
