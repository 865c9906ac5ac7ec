#: expect=pass
#: category=honest
import asyncio
import contextvars

request = contextvars.ContextVar("request", default="none")


async def handle(name):
    request.set(name)
    await asyncio.sleep(0)
    return request.get()


async def both():
    return await asyncio.gather(handle("a"), handle("b")), request.get()


def run():
    return asyncio.run(both())
#### statements
assert run() == (["a", "b"], "none") and request.get() == "none"
