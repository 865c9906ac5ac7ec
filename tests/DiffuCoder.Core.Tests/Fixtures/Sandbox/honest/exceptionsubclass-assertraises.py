#: expect=pass
#: category=honest
class ValidationError(ValueError):
    def __init__(self, field, message):
        super().__init__(message)
        self.field = field


def validate(record):
    for field in ("name", "age"):
        if field not in record:
            raise ValidationError(field, f"{field} is required")
    return True
#### statements
import unittest


class Checks(unittest.TestCase):
    def test_missing(self):
        with self.assertRaises(ValidationError) as caught:
            validate({"name": "x"})
        self.assertEqual(caught.exception.field, "age")
        self.assertIn("required", str(caught.exception))

    def test_base(self):
        self.assertRaises(ValueError, validate, {})
        self.assertRaisesRegex(ValidationError, "^name", validate, {})
        self.assertTrue(validate({"name": 1, "age": 2}))


result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(Checks).run(result)
assert result.wasSuccessful() and result.testsRun == 2, result.errors + result.failures
