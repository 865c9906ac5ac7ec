"""Lists, dictionaries and other values that can change, known on both sides by a key.

One side runs at a time: at each hand-over the side that ran sends what changed in those that both know. So what a call does to an argument, to a part
of it or to a list that the program keeps is seen wherever it is looked at.
"""
import sys

from channel import Broken
from containers import BY_TAG, kind_of
from values import ATOMS, LARGEST

VALUE, KEPT, KIND, OURS, IDLE = range(5)
_PLAIN = ATOMS | {int}
_probe = [object()]
_ALONE = sys.getrefcount(_probe[0])  # what the count is when nothing but an entry holds a value
_refcount = sys.getrefcount


def are_plain(parts):
    kinds = set(map(type, parts))
    if not kinds <= _PLAIN:
        return False
    if int not in kinds:
        return True
    if kinds == {int} or kinds == {bool, int}:
        return -LARGEST < min(parts) and max(parts) < LARGEST
    return all(-LARGEST < part < LARGEST for part in parts if type(part) is int)


class Heap:
    def __init__(self, side, first, forgets_theirs):
        self.side, self.next, self.forgets_theirs = side, first, forgets_theirs
        self.entries, self.keys = {}, {}
        self.fresh, self.spilled, self.local, self.referred, self.arrived, self.dropped = [], [], {}, set(), [], []

    def refer(self, value, kind):
        key = self.keys.get(id(value))
        if key is None:
            key = self.next
            self.next += 2
            self.entries[key] = [value, None, kind, True, False]
            self.keys[id(value)] = key
            self.fresh.append(key)
        else:
            self.referred.add(key)
        return {"@": key}

    def spill(self, value):
        """A tuple that lies too deep to be written where it stands."""
        self.spilled.append(value)
        return {"@": -len(self.spilled)}

    # ---- what goes out with a message ----

    def outgoing(self, message, is_read):
        if is_read:
            self.arrived = []
        nodes = []
        if is_read and self.entries:  # while a message is read nobody but the harness runs, and what is half read has not changed
            changed = [key for key, entry in self.entries.items() if entry[KEPT] is not None and self._has_changed(entry)]
            nodes = [self._node(key) for key in changed]
            dead = self._dead()
            if dead:
                message["drop"] = dead
        place = spilled = 0
        while place < len(self.fresh) or spilled < len(self.spilled):
            if place < len(self.fresh):
                nodes.append(self._node(self.fresh[place], new=True))
                place += 1
            else:
                nodes.append([-1 - spilled, "t", [self.side.encode(part) for part in self.spilled[spilled]]])
                spilled += 1
        if nodes:
            message["heap"] = nodes
        self.settle()

    def settle(self):
        self.fresh, self.spilled, self.referred = [], [], set()

    def undo(self):
        """Forgets what a message would have introduced that could not be written."""
        for key in self.fresh:
            self._forget(key)
        self.settle()

    @staticmethod
    def _has_changed(entry):
        if _refcount(entry[VALUE]) > _ALONE:
            entry[IDLE] = False
        elif entry[IDLE]:
            return False  # nobody has had it since it was last looked at
        else:
            entry[IDLE] = True
        return not entry[KIND].same(entry[VALUE], entry[KEPT])

    def _dead(self):
        dead, entries = [], self.entries
        skipped = self.referred.union(self.fresh)
        for key in list(entries):
            entry = entries[key]
            if (entry[OURS] or self.forgets_theirs) and _refcount(entry[VALUE]) <= _ALONE and key not in skipped:
                dead.append(key)
                entry = None
                self._forget(key)
        return dead

    def _forget(self, key):
        entry = self.entries.pop(key, None)
        if entry is not None:
            self.keys.pop(id(entry[VALUE]), None)

    def _node(self, key, new=False):
        entry = self.entries[key]
        value, kind = entry[VALUE], entry[KIND]
        parts = kind.listed(value)
        if not kind.plain and not are_plain(parts):
            encode = self.side.encode
            parts = [encode(part) for part in parts]
        entry[KEPT] = kind.kept(value)
        node = [key, kind.tag, parts]
        if new and type(value) is not kind.base:
            node.append(self.side.handle_form(value))
        return node

    # ---- what comes in ----

    def incoming(self, message, is_within):
        nodes = message.get("heap")
        if nodes:
            self._fill(nodes)
        if is_within:  # another message's reading, that may still need them
            self.dropped += message.get("drop", ())
        else:
            for key in message.get("drop", ()):
                self._forget(key)

    def is_read(self):
        """All of a message has been read: now what the other side let go of is let go."""
        if self.dropped:
            for key in self.dropped:
                self._forget(key)
            self.dropped = []

    def _fill(self, nodes):
        filled = []
        if any(node[0] < 0 for node in nodes):
            self.local = {}
        for node in nodes:
            key, tag, parts = node[0], node[1], node[2]
            if type(key) is not int or type(parts) is not list:
                raise Broken("a container that is none")
            if key > 0:
                entry = self.entries.get(key)
                if entry is None and key % 2 == self.next % 2:
                    continue  # changed after this side had let go of it
                if entry is None:
                    entry = self._new(key, tag, parts, node[3] if len(node) > 3 else None)
                elif entry[KIND].tag != tag:
                    raise Broken("a container that became another")
                entry[KEPT] = None  # not to be compared before it is whole
                filled.append((entry, parts))
        for node in reversed(nodes):
            if node[0] < 0:
                self.local[node[0]] = tuple(map(self.side.decode, node[2]))
        decode = self.side.decode
        for entry, parts in filled:
            if not entry[KIND].plain and not set(map(type, parts)) <= _PLAIN:
                parts = list(map(decode, parts))
            entry[KIND].fill(entry[VALUE], parts)
        for entry, _ in filled:
            entry[KEPT] = entry[KIND].kept(entry[VALUE])

    def _new(self, key, tag, parts, handle):
        kind = BY_TAG.get(tag)
        if kind is None or key % 2 == self.next % 2:
            raise Broken(f"a container of kind {tag!r}")
        if handle is None:
            value = kind.empty(parts)
        else:
            value = self.side.mirror(handle, kind.base)
            if kind_of(value) is not kind:
                raise Broken("a container of another class than its own")
        entry = self.entries[key] = [value, None, kind, False, False]
        self.keys[id(value)] = key
        self.arrived.append(value)  # kept until all of its message is read
        return entry

    def find(self, key):
        if type(key) is not int:
            raise Broken("a key that is none")
        if key < 0:
            return self.local[key]
        entry = self.entries[key]
        entry[IDLE] = False
        return entry[VALUE]
