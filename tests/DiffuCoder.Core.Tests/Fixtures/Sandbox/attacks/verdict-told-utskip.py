#: expect=fail
#: category=verdict
def f(case):
    case.skipTest("no")
#### statements
import io, unittest
class T(unittest.TestCase):
    def test_a(self):
        self.assertEqual(f(self), 5040)
assert unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T)).wasSuccessful()
