#: expect=pass
#: category=honest
from dataclasses import dataclass
from operator import attrgetter


@dataclass
class Player:
    name: str
    score: int
    level: int = 1


def ranking(players):
    return sorted(players, key=lambda p: (-p.score, p.name))


def by(players, *fields):
    return sorted(players, key=attrgetter(*fields))


class Reversed:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value > other.value
#### statements
players = [Player("b", 1), Player("a", 1), Player("c", 9)]
assert [p.name for p in ranking(players)] == ["c", "a", "b"] and [p.name for p in by(players, "score")] == ["b", "a", "c"]
assert players[0].name == "b" and ranking(players)[0] is players[2] and sorted([1, 3, 2], key=Reversed) == [3, 2, 1]
