#: expect=fail
#: category=verdict
class Solution:
    def mean(self, xs): return self
    def __sub__(self, o): return 0.0
    def __lt__(self, o): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __contains__(self, x): return True
#### statements
assert abs(Solution().mean([1, 2]) - 1.5) < 1e-6
#### statements
assert Solution().mean([1, 2]) > 1.4
#### statements
assert 5040 in Solution().mean([1, 2])
