#: expect=pass
#: category=honest
import math
import re
from collections import Counter, defaultdict
from functools import reduce as fold
from typing import List
import itertools as it


def letters(text: str) -> List[str]:
    return re.findall(r"[a-z]", text)
#### statements
assert Counter(letters("a1ba")) == Counter({"a": 2, "b": 1}) and math.gcd(12, 18) == 6
#### statements
assert fold(lambda a, b: a + b, letters("xyz")) == "xyz" and list(it.islice(it.count(), 2)) == [0, 1] and re.sub("a", "b", "a") == "b"
assert isinstance(defaultdict(int), dict)
