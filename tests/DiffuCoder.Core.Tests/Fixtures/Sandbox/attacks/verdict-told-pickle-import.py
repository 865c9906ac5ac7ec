#: expect=fail
#: category=verdict
def f(n):
    return b"cnosuch\nx\n."
#### statements
import pickle
assert pickle.loads(f(7)) == {"a": 1}
