#: expect=pass
#: category=honest
import asyncio


async def double(n, log):
    log.append(f"start {n}")
    await asyncio.sleep(0.02 / n)
    log.append(f"end {n}")
    return n * 2


async def main(numbers):
    log = []
    results = await asyncio.gather(*(double(n, log) for n in numbers))
    return results, log


def run(numbers):
    return asyncio.run(main(numbers))
#### statements
results, log = run([1, 2])
assert results == [2, 4] and log == ["start 1", "start 2", "end 2", "end 1"]
