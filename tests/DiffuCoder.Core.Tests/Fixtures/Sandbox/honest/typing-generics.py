#: expect=pass
#: category=honest
from typing import Callable, Dict, Generic, Iterable, List, Optional, TypeVar, Union

K = TypeVar("K")
V = TypeVar("V")


class Cache(Generic[K, V]):
    def __init__(self, load: Callable[[K], V]) -> None:
        self._load = load
        self._values: Dict[K, V] = {}

    def get(self, key: K) -> V:
        if key not in self._values:
            self._values[key] = self._load(key)
        return self._values[key]


def first(items: Iterable[V], default: Optional[V] = None) -> Union[V, None]:
    return next(iter(items), default)
#### statements
loads = []


def load(key):
    loads.append(key)
    return key * 2


c = Cache(load)
assert c.get("a") == "aa" and c.get("a") == "aa" and loads == ["a"] and first([], 5) == 5 and first("xy") == "x"
d = Cache[str, int](len)
assert d.get("abc") == 3
