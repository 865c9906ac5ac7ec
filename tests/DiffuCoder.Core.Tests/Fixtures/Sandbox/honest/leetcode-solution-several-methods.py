#: expect=pass
#: category=honest
from typing import List, Optional


class Solution:
    def maxProfit(self, prices: List[int]) -> int:
        low, best = float("inf"), 0
        for p in prices:
            low = min(low, p)
            best = max(best, p - low)
        return best

    def groupAnagrams(self, strs: List[str]) -> List[List[str]]:
        groups = {}
        for s in strs:
            groups.setdefault("".join(sorted(s)), []).append(s)
        return list(groups.values())

    def rotate(self, matrix: List[List[int]]) -> None:
        matrix[:] = [list(row)[::-1] for row in zip(*matrix)]
#### statements
s = Solution()
assert s.maxProfit([7, 1, 5, 3, 6, 4]) == 5 and s.maxProfit(prices=[3, 2]) == 0
assert s.groupAnagrams(["eat", "tan", "ate"]) == [["eat", "ate"], ["tan"]]
m = [[1, 2], [3, 4]]
assert s.rotate(m) is None and m == [[3, 1], [4, 2]]
#### equals
Solution().maxProfit([1, 9])
8
