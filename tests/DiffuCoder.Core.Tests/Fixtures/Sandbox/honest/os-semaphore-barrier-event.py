#: expect=pass
#: category=honest
import multiprocessing


def meet(barrier, event, results, n):
    barrier.wait(20)
    event.wait(20)
    results.put(n)


def gather():
    barrier, event, results = multiprocessing.Barrier(3), multiprocessing.Event(), multiprocessing.Queue()
    processes = [multiprocessing.Process(target=meet, args=(barrier, event, results, n)) for n in range(2)]
    for p in processes:
        p.start()
    barrier.wait(20)
    event.set()
    got = sorted(results.get(timeout=20) for _ in processes)
    for p in processes:
        p.join()
    return got
#### statements
assert gather() == [0, 1]
