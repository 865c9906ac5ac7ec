def _run_test_cases():
    import io
    import unittest

    cases = [value for value in list(globals().values()) if isinstance(value, type) and issubclass(value, unittest.TestCase) and value is not unittest.TestCase]
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in cases)
    result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    problems = [text.strip().splitlines()[-1] for _, text in result.errors + result.failures]
    assert result.testsRun > 0 and result.wasSuccessful(), "; ".join(problems) or "no test ran"


_run_test_cases()
