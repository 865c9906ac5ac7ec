#: expect=pass
#: category=honest
def walk(n, visit):
    if n == 0:
        return "bottom"
    return visit(n, lambda: walk(n - 1, visit))
#### statements
path = []


def visit(n, deeper):
    path.append(n)
    result = deeper()
    path.append(-n)
    return result


assert walk(3, visit) == "bottom" and path == [3, 2, 1, -1, -2, -3]
