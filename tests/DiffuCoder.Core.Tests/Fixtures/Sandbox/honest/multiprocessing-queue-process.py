#: expect=pass
#: category=honest
import multiprocessing


def work(numbers, results):
    results.put(sum(numbers))


def parallel_sum(numbers):
    results = multiprocessing.Queue()
    half = len(numbers) // 2
    processes = [multiprocessing.Process(target=work, args=(part, results)) for part in (numbers[:half], numbers[half:])]
    for p in processes:
        p.start()
    total = sum(results.get(timeout=20) for _ in processes)
    for p in processes:
        p.join()
    return total, [p.exitcode for p in processes]
#### statements
assert parallel_sum(list(range(100))) == (4950, [0, 0])
