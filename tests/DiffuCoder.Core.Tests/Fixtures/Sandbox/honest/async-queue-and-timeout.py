#: expect=pass
#: category=honest
import asyncio


async def produce(queue, items):
    for item in items:
        await queue.put(item)
    await queue.put(None)


async def consume(queue):
    got = []
    while (item := await queue.get()) is not None:
        got.append(item)
    return got


async def pipeline(items):
    queue = asyncio.Queue(maxsize=2)
    _, got = await asyncio.gather(produce(queue, items), consume(queue))
    return got


async def impatient():
    try:
        await asyncio.wait_for(asyncio.sleep(30), 0.02)
    except asyncio.TimeoutError:
        return "gave up"
#### statements
import asyncio
assert asyncio.run(pipeline("abcde")) == list("abcde")
assert asyncio.run(impatient()) == "gave up"
