#: expect=pass
#: category=honest
class InsufficientFunds(Exception):
    pass


class Account:
    rate = 0.02

    def __init__(self, owner, balance=0):
        self.owner, self.balance, self.history = owner, balance, []

    def deposit(self, amount):
        self.balance += amount
        self.history.append(("deposit", amount))
        return self

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(f"{self.owner} has {self.balance}")
        self.balance -= amount
        self.history.append(("withdraw", amount))
        return self

    def transfer(self, other, amount):
        self.withdraw(amount)
        other.deposit(amount)

    def __lt__(self, other):
        return self.balance < other.balance


class Savings(Account):
    def interest(self):
        return self.deposit(self.balance * self.rate)
#### statements
a, b = Account("a", 100), Savings("b")
a.deposit(50).withdraw(30)
a.transfer(b, 100)
b.interest()
assert a.balance == 20 and b.balance == 102.0 and a < b and b.history == [("deposit", 100), ("deposit", 2.0)]
try:
    a.transfer(b, 1000)
    assert False
except InsufficientFunds as error:
    assert str(error) == "a has 20"
assert b.balance == 102.0 and len(a.history) == 3 and [x.owner for x in sorted([b, a])] == ["a", "b"]
