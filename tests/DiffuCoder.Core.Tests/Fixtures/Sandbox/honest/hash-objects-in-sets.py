#: expect=pass
#: category=honest
class Card:
    def __init__(self, rank, suit):
        self.rank, self.suit = rank, suit

    def __eq__(self, other):
        return isinstance(other, Card) and (self.rank, self.suit) == (other.rank, other.suit)

    def __hash__(self):
        return hash((self.rank, self.suit))


def unique(cards):
    return len(set(cards))


def deal():
    return {Card(1, "s"), Card(2, "s"), Card(1, "s")}
#### statements
assert unique([Card(1, "a"), Card(1, "a"), Card(2, "a")]) == 2 and len(deal()) == 2
assert Card(2, "s") in deal() and Card(3, "s") not in deal()
#### statements
table = {Card(1, "h"): "one"}
table[Card(1, "h")] = "uno"
assert table == {Card(1, "h"): "uno"} and list(table.values()) == ["uno"] and hash(Card(1, "h")) == hash(Card(1, "h"))
