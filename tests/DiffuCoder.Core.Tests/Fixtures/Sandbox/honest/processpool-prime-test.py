#: expect=pass
#: category=honest
from concurrent.futures import ProcessPoolExecutor


def is_prime(n):
    return n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))


def primes_among(numbers):
    with ProcessPoolExecutor(max_workers=2) as pool:
        return [n for n, prime in zip(numbers, pool.map(is_prime, numbers)) if prime]


def error_of_worker():
    with ProcessPoolExecutor(1) as pool:
        try:
            pool.submit(divmod, 1, 0).result(timeout=20)
        except ZeroDivisionError:
            return "zero"
#### statements
assert primes_among(list(range(20))) == [2, 3, 5, 7, 11, 13, 17, 19] and error_of_worker() == "zero"
