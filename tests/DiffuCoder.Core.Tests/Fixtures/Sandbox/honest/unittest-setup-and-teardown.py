#: expect=pass
#: category=honest
class Inventory:
    def __init__(self):
        self.stock = {}

    def add(self, name, n=1):
        if n <= 0:
            raise ValueError("n must be positive")
        self.stock[name] = self.stock.get(name, 0) + n

    def remove(self, name, n=1):
        if self.stock.get(name, 0) < n:
            raise KeyError(name)
        self.stock[name] -= n
        if not self.stock[name]:
            del self.stock[name]
#### statements
import unittest


class InventoryTest(unittest.TestCase):
    def setUp(self):
        self.inventory = Inventory()
        self.inventory.add("apple", 3)

    def test_add(self):
        self.inventory.add("pear")
        self.assertDictEqual(self.inventory.stock, {"apple": 3, "pear": 1})
        self.assertIsInstance(self.inventory, Inventory)

    def test_remove(self):
        self.inventory.remove("apple", 3)
        self.assertNotIn("apple", self.inventory.stock)
        self.assertRaises(KeyError, self.inventory.remove, "fig")

    def test_each(self):
        for n in (0, -1):
            with self.subTest(n=n), self.assertRaises(ValueError):
                self.inventory.add("x", n)


result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(InventoryTest).run(result)
assert result.wasSuccessful() and result.testsRun == 3, result.errors + result.failures
