#: expect=pass
#: category=honest
import cmath


def roots(a, b, c):
    d = cmath.sqrt(b * b - 4 * a * c)
    return (-b + d) / (2 * a), (-b - d) / (2 * a)
#### statements
assert roots(1, 0, 1) == (1j, -1j) and roots(1, -3, 2) == (2 + 0j, 1 + 0j)
r = roots(1, 2, 5)[0]
assert r.real == -1 and r.imag == 2 and r.conjugate() == -1 - 2j and abs(3 + 4j) == 5 and type(r) is complex
