#: expect=pass
#: category=honest
import asyncio


class Account:
    def __init__(self):
        self.balance = 0
        self._lock = asyncio.Lock()

    async def deposit(self, amount):
        async with self._lock:
            seen = self.balance
            await asyncio.sleep(0)
            self.balance = seen + amount
        return self.balance
#### statements
import asyncio
import unittest


class AccountTest(unittest.IsolatedAsyncioTestCase):
    async def test_deposit(self):
        account = Account()
        self.assertEqual(await account.deposit(5), 5)
        await asyncio.gather(*(account.deposit(1) for _ in range(10)))
        self.assertEqual(account.balance, 15)


result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(AccountTest).run(result)
assert result.wasSuccessful() and result.testsRun == 1, result.errors + result.failures
