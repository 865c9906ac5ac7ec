#: expect=pass
#: category=honest
import bisect
import heapq
import statistics


def top(items, n, key=None):
    return heapq.nlargest(n, items, key=key)


def grade(score):
    return "FDCBA"[bisect.bisect([60, 70, 80, 90], score)]


def summary(numbers):
    return statistics.mean(numbers), statistics.median(numbers), round(statistics.stdev(numbers), 3), statistics.mode(numbers)


def merged(*sorted_lists):
    return heapq.merge(*sorted_lists)
#### statements
assert top([3, 1, 4], 2) == [4, 3] and top(["a", "bbb", "cc"], 1, key=len) == ["bbb"] and [grade(s) for s in (33, 60, 77, 95)] == ["F", "D", "C", "A"]
assert summary([1, 2, 2, 5]) == (2.5, 2.0, 1.732, 2) and list(merged([1, 4], [2, 3])) == [1, 2, 3, 4]
