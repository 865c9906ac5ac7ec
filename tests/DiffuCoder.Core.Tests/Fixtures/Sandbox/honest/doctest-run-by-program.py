#: expect=pass
#: category=honest
import doctest
import types


def gcd(a, b):
    """Greatest common divisor.

    >>> gcd(12, 18)
    6
    >>> gcd(5, 0)
    5
    >>> gcd("a", 1)
    Traceback (most recent call last):
        ...
    TypeError: not all arguments converted during string formatting
    """
    while b:
        a, b = b, a % b
    return a


def run_examples():
    runner = doctest.DocTestRunner(verbose=False)
    for test in doctest.DocTestFinder().find(gcd, "gcd", globs={"gcd": gcd}, module=False):
        runner.run(test)
    return runner.summarize(verbose=False)
#### statements
failed, attempted = run_examples()
assert failed == 0 and attempted == 3
