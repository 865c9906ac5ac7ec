#: expect=fail
#: category=verdict
class M:
    value = 0
    async def __aenter__(self): return self
    async def __aexit__(self, *a): return True
def f(n):
    return M()
#### statements
import asyncio
async def main():
    async with f(3) as m:
        assert m.value == 3
asyncio.run(main())
