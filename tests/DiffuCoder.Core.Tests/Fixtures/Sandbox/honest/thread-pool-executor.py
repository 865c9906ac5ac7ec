#: expect=pass
#: category=honest
from concurrent.futures import ThreadPoolExecutor, as_completed


def fetch_all(function, items):
    with ThreadPoolExecutor(max_workers=3) as pool:
        return list(pool.map(function, items))


def first_error(items):
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(int, item) for item in items]
        return sum(1 for f in as_completed(futures) if f.exception() is not None)


def square(n):
    return n * n
#### statements
assert fetch_all(square, [1, 2, 3]) == [1, 4, 9] and first_error(["1", "x", "3", ""]) == 2
