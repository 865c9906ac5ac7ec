#: expect=pass
#: category=honest
from functools import lru_cache


@lru_cache(maxsize=2)
def slow_square(n):
    return n * n


@lru_cache
def ways(n):
    return 1 if n < 2 else ways(n - 1) + ways(n - 2)
#### statements
for n in (1, 2, 1, 3, 1):
    slow_square(n)
info = slow_square.cache_info()
assert (info.hits, info.misses, info.maxsize, info.currsize) == (2, 3, 2, 2)
slow_square.cache_clear()
assert slow_square.cache_info().currsize == 0 and ways(90) == 4660046610375530309
