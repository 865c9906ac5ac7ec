#: expect=pass
#: category=honest
def set_first(rows, value):
    rows[0][0] = value


def link(a, b):
    a.append(b)
#### statements
rows = [[0] * 2] * 3
set_first(rows, 5)
assert rows == [[5, 0], [5, 0], [5, 0]] and rows[0] is rows[2]
#### statements
a, b = [], []
link(a, b)
b.append(1)
assert a == [[1]] and a[0] is b
