#: expect=pass
#: category=honest
import multiprocessing


def add(items, lock, n):
    with lock:
        items.append(n)


def managed():
    with multiprocessing.Manager() as manager:
        items, lock = manager.list(), manager.Lock()
        processes = [multiprocessing.Process(target=add, args=(items, lock, n)) for n in (3, 1)]
        for p in processes:
            p.start()
        for p in processes:
            p.join()
        return sorted(items)
#### statements
assert managed() == [1, 3]
