#: expect=pass
#: category=honest
import asyncio


async def apply(function, items):
    return [await function(item) for item in items]
#### statements
import asyncio


async def shout(word):
    await asyncio.sleep(0)
    return word.upper()


assert asyncio.run(apply(shout, ["a", "b"])) == ["A", "B"]
