#: expect=pass
#: category=honest
import asyncio


async def ticks(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


async def collect(n):
    return [i async for i in ticks(n) if i % 2 == 0]
#### statements
import asyncio
assert asyncio.run(collect(6)) == [0, 2, 4]
#### statements
async def total():
    got = 0
    async for t in ticks(4):
        got += t
    return got


assert asyncio.run(total()) == 6
