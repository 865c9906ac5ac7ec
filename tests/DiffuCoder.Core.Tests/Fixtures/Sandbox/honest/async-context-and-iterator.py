#: expect=pass
#: category=honest
import asyncio


class Connection:
    def __init__(self):
        self.log = []

    async def __aenter__(self):
        self.log.append("open")
        return self

    async def __aexit__(self, *_):
        self.log.append("close")

    def __aiter__(self):
        self.n = 0
        return self

    async def __anext__(self):
        self.n += 1
        if self.n > 3:
            raise StopAsyncIteration
        return self.n


async def use():
    async with Connection() as c:
        rows = [row async for row in c]
    return rows, c.log
#### statements
import asyncio
assert asyncio.run(use()) == ([1, 2, 3], ["open", "close"])
