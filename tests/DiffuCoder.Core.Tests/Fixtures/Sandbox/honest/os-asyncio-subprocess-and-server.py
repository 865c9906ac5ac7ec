#: expect=pass
#: category=honest
import asyncio


async def line_of(command):
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return out.decode().strip(), process.returncode


async def echo(message):
    async def handle(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(message)
        answer = await reader.readline()
        writer.close()
    return answer


def run():
    return asyncio.run(line_of(["echo", "hi"])), asyncio.run(echo(b"abc\n"))
#### statements
assert run() == (("hi", 0), b"ABC\n")
