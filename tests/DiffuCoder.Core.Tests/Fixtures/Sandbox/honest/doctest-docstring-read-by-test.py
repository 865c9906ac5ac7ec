#: expect=pass
#: category=honest
def median(numbers):
    """Middle of the numbers.

    >>> median([3, 1, 2])
    2
    >>> median([1, 2])
    1.5
    """
    s = sorted(numbers)
    half = len(s) // 2
    return s[half] if len(s) % 2 else (s[half - 1] + s[half]) / 2
#### statements
import doctest
examples = doctest.DocTestParser().get_examples(median.__doc__)
assert len(examples) == 2
for example in examples:
    assert repr(eval(example.source)) == example.want.strip()
