#: expect=pass
#: category=host
# Processes of its own are an ordinary thing for a program.
import multiprocessing


def double(n):
    return 2 * n


def f(n):
    with multiprocessing.Pool(3) as pool:
        return pool.map(double, range(n))
#### statements
assert f(5) == [0, 2, 4, 6, 8]
