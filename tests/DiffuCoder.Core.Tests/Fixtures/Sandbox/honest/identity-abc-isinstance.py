#: expect=pass
#: category=honest
class Bag:
    def __init__(self):
        self._items = []

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __contains__(self, item):
        return item in self._items

    def __hash__(self):
        return 1

    def __call__(self):
        return None
#### statements
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence, Sized
b = Bag()
assert all(isinstance(b, kind) for kind in (Callable, Collection, Container, Hashable, Iterable, Sized))
assert not any(isinstance(b, kind) for kind in (Iterator, Mapping, Sequence))
assert isinstance(iter(b), Iterator) and issubclass(Bag, Sized)
