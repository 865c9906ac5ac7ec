#: expect=pass
#: category=honest
from multiprocessing import Pool


def power(base, exponent):
    return base ** exponent


def powers(pairs):
    with Pool(processes=2) as pool:
        return pool.starmap(power, pairs)


def slow_sum(n):
    with Pool(2) as pool:
        return pool.apply_async(sum, (range(n),)).get(timeout=20)
#### statements
assert powers([(2, 3), (3, 2), (5, 0)]) == [8, 9, 1] and slow_sum(10) == 45
