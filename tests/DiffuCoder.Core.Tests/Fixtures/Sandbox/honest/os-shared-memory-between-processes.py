#: expect=pass
#: category=honest
import multiprocessing
from multiprocessing import shared_memory


def fill(name, value):
    memory = shared_memory.SharedMemory(name=name)
    memory.buf[3] = value
    memory.close()


def through_memory(value):
    memory = shared_memory.SharedMemory(create=True, size=16)
    try:
        p = multiprocessing.Process(target=fill, args=(memory.name, value))
        p.start()
        p.join()
        return memory.buf[3]
    finally:
        memory.close()
        memory.unlink()
#### statements
assert through_memory(200) == 200
