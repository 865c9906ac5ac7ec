#: expect=pass
#: category=honest
def make_account(balance):
    def deposit(amount):
        nonlocal balance
        balance += amount
        return balance

    def withdraw(amount):
        nonlocal balance
        if amount > balance:
            raise ValueError("insufficient funds")
        balance -= amount
        return balance

    return deposit, withdraw
#### statements
deposit, withdraw = make_account(100)
assert deposit(50) == 150
assert withdraw(120) == 30
try:
    withdraw(31)
except ValueError as error:
    assert str(error) == "insufficient funds"
else:
    raise AssertionError("must not be allowed")
#### statements
first, _ = make_account(1)
second, _ = make_account(1)
first(10)
assert second(0) == 1
