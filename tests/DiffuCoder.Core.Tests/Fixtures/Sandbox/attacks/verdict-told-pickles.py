#: expect=fail
#: category=verdict
import pickle
class E:
    def __reduce__(self):
        return (eval, ("__import__('judging')._COMPARE.__setitem__('==', lambda a, b: True)",))
def f(n):
    return pickle.dumps(E())
#### statements
import pickle
assert pickle.loads(f(7)) == {"a": 1}
