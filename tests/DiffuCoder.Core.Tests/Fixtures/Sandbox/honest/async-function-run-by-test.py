#: expect=pass
#: category=honest
import asyncio


async def fetch(name, delay=0.01):
    await asyncio.sleep(delay)
    return f"data of {name}"


async def fail():
    raise ValueError("async failure")
#### statements
import asyncio
assert asyncio.run(fetch("a")) == "data of a"
assert asyncio.run(fetch("b", delay=0)) == "data of b"
#### statements
try:
    asyncio.run(fail())
    assert False
except ValueError as error:
    assert str(error) == "async failure"
