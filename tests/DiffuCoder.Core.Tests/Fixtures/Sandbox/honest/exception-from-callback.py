#: expect=pass
#: category=honest
class Stop(Exception):
    pass


def each(items, function):
    done = 0
    try:
        for item in items:
            function(item)
            done += 1
    except Stop:
        pass
    return done
#### statements
seen = []


def until_three(n):
    if n == 3:
        raise Stop
    seen.append(n)


assert each(range(10), until_three) == 3 and seen == [0, 1, 2]
#### statements
class Mine(Exception):
    pass


def fail(n):
    raise Mine(n)


try:
    each([7], fail)
    assert False
except Mine as error:
    assert error.args == (7,)
