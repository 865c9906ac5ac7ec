#: expect=pass
#: category=honest
from concurrent.futures import ThreadPoolExecutor


def parallel_map(function, items):
    with ThreadPoolExecutor(max_workers=4) as pool:
        return list(pool.map(function, items))
#### statements
assert parallel_map(lambda n: n + 1, range(8)) == list(range(1, 9))
assert parallel_map(len, ["a", "bb"]) == [1, 2]
