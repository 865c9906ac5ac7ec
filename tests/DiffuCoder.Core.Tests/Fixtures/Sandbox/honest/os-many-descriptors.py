#: expect=pass
#: category=honest
import os


def copies(n):
    r, w = os.pipe()
    try:
        made = [os.dup(r) for _ in range(n)]
        distinct = len(set(made))
        for fd in made:
            os.close(fd)
        return distinct
    finally:
        os.close(r)
        os.close(w)
#### statements
assert copies(60) == 60
