#: expect=pass
#: category=honest
import asyncio

running = 0
peak = 0


async def job(n):
    global running, peak
    running += 1
    peak = max(peak, running)
    await asyncio.sleep(0.01)
    running -= 1
    return n ** 2


def most_at_once():
    return peak
#### statements
import asyncio


async def all_of_them():
    return await asyncio.gather(job(1), job(2), job(3))


assert asyncio.run(all_of_them()) == [1, 4, 9]
assert most_at_once() == 3
