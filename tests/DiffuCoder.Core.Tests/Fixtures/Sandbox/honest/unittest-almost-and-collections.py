#: expect=pass
#: category=honest
def statistics_of(numbers):
    n = len(numbers)
    mean = sum(numbers) / n
    return {"mean": mean, "variance": sum((x - mean) ** 2 for x in numbers) / n, "sorted": sorted(numbers), "unique": set(numbers)}
#### statements
import unittest
case = unittest.TestCase()
s = statistics_of([2, 1, 2])
case.assertAlmostEqual(s["mean"], 1.66667, places=4)
case.assertAlmostEqual(s["variance"], 0.2222, delta=1e-3)
case.assertListEqual(s["sorted"], [1, 2, 2])
case.assertSetEqual(s["unique"], {1, 2})
case.assertCountEqual(s, ["unique", "mean", "sorted", "variance"])
case.assertGreater(s["mean"], 1)
case.assertIsNone(s.get("nothing"))
