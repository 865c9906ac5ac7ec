"""Coroutines of one side that the other awaits: they run in this side's event loop, a moment at a time, while the other's turns."""
_MOMENT = 0.002
_loops, _tasks = [], {}


def _loop():
    import asyncio  # only where something is awaited: it is a large library

    if not _loops:
        _loops.append(asyncio.new_event_loop())
    return _loops[0]


async def _whole(awaited):
    return await awaited


def poll(side, number, awaited, cancel):
    import asyncio

    task = _tasks.get(number)
    try:
        running = asyncio.get_running_loop()
    except RuntimeError:
        running = None
    is_new = task is None
    if is_new:
        task = _tasks[number] = (running or _loop()).create_task(_whole(awaited))
    if cancel:
        task.cancel()
    if running is None and not task.done():
        loop = task.get_loop()
        # a new one is only started: others may be about to be, and nothing waits before all have been
        loop.run_until_complete(asyncio.wait({task}, timeout=0 if is_new else _MOMENT))
    if not task.done():
        return {"wait": True}
    del _tasks[number]
    return {"v": side.encode(task.result())}
