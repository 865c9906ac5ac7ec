#: expect=pass
#: category=honest
def matrix(n):
    return [[i * n + j for j in range(n)] for i in range(n)]


def flat(rows):
    return [x for row in rows for x in row if x % 2]


def index(words):
    return {w: {i for i, v in enumerate(words) if v == w} for w in words}


def lazy(n):
    return (x for x in range(n))
#### statements
assert matrix(2) == [[0, 1], [2, 3]] and flat(matrix(3)) == [1, 3, 5, 7] and index("aba") == {"a": {0, 2}, "b": {1}} and sum(lazy(4)) == 6
