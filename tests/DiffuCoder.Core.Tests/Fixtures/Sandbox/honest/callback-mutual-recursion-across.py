#: expect=pass
#: category=honest
def is_even(n, is_odd):
    return True if n == 0 else is_odd(n - 1)
#### statements
def is_odd(n):
    return False if n == 0 else is_even(n - 1, is_odd)


assert is_even(40, is_odd) and not is_even(17, is_odd) and is_odd(9)
