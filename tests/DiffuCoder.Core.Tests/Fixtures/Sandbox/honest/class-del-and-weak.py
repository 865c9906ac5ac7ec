#: expect=pass
#: category=honest
class Pool:
    alive = 0

    def __init__(self):
        Pool.alive += 1

    def __del__(self):
        Pool.alive -= 1


def use(n):
    pools = [Pool() for _ in range(n)]
    return Pool.alive, len(pools)
#### statements
assert use(3) == (3, 3)
assert Pool.alive == 0
