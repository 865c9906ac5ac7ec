#: expect=fail
#: category=verdict
# Truth that is different each time it is asked for, and a length to go with it.
class Wavering:
    asked = 0

    def __bool__(self):
        Wavering.asked += 1
        return Wavering.asked % 2 == 1

    def __len__(self):
        return 0


def is_prime(n):
    return Wavering()
#### statements
assert is_prime(7) is True
#### statements
assert is_prime(8) is False
#### statements
assert is_prime(7) == True and is_prime(8) == False
