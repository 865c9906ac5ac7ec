#: expect=pass
#: category=honest
from __future__ import annotations

from dataclasses import dataclass
from typing import get_type_hints


@dataclass
class Node:
    value: int
    next: Node | None = None

    def length(self: Node) -> int:
        return 1 + (self.next.length() if self.next else 0)


def chain(*values: int) -> Node | None:
    node: Node | None = None
    for v in reversed(values):
        node = Node(v, node)
    return node


def hint() -> bool:
    return get_type_hints(Node)["value"] is int
#### statements
n = chain(1, 2, 3)
assert n.length() == 3 and n.next.next.value == 3 and chain() is None and hint() and n == Node(1, Node(2, Node(3)))
