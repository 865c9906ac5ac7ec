#: expect=pass
#: category=honest
def truncate_number(number: float) -> float:
    """Given a positive number, return its decimal part.

    >>> truncate_number(3.5)
    0.5
    """
    return number % 1.0
#### check truncate_number
METADATA = {"author": "us", "dataset": "test"}


def check(candidate):
    assert candidate(3.5) == 0.5, "half"
    assert abs(candidate(1.33) - 0.33) < 1e-6, "third"
    assert candidate(8.0) == 0.0
