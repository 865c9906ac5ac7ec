#: expect=pass
#: category=honest
import gc
import weakref


class Node:
    def __init__(self, parent=None):
        self.parent = weakref.ref(parent) if parent else None
        self.children = []
        if parent:
            parent.children.append(self)


def cycle_is_freed():
    a, b = Node(), Node()
    a.other, b.other = b, a
    watch = weakref.ref(a)
    del a, b
    gc.collect()
    return watch() is None


cache = weakref.WeakValueDictionary()


def cached(name):
    node = cache.get(name)
    if node is None:
        node = cache[name] = Node()
    return node
#### statements
root = Node()
child = Node(root)
assert child.parent() is root and root.children == [child] and cycle_is_freed()
kept = cached("x")
assert cached("x") is kept and len(cache) == 1
