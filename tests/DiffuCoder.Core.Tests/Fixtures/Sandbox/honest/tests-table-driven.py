#: expect=pass
#: category=honest
def fizzbuzz(n):
    return "FizzBuzz" if n % 15 == 0 else "Fizz" if n % 3 == 0 else "Buzz" if n % 5 == 0 else str(n)


def classify(a, b, c):
    if min(a, b, c) <= 0 or 2 * max(a, b, c) >= a + b + c:
        return "none"
    return ("", "equilateral", "isosceles", "scalene")[len({a, b, c})]
#### statements
cases = {1: "1", 3: "Fizz", 10: "Buzz", 30: "FizzBuzz"}
for n, want in cases.items():
    got = fizzbuzz(n)
    assert got == want, f"fizzbuzz({n}) is {got!r}, not {want!r}"
#### statements
import itertools
for sides, want in [((3, 4, 5), "scalene"), ((2, 2, 3), "isosceles"), ((1, 2, 3), "none"), ((2, 2, 2), "equilateral")]:
    for p in itertools.permutations(sides):
        assert classify(*p) == want, (p, want)
