#: expect=pass
#: category=honest
import multiprocessing


def add(value, lock, n):
    for _ in range(n):
        with lock:
            value.value += 1


def count():
    value, lock = multiprocessing.Value("i", 0), multiprocessing.Lock()
    processes = [multiprocessing.Process(target=add, args=(value, lock, 50)) for _ in range(2)]
    for p in processes:
        p.start()
    for p in processes:
        p.join()
    return value.value


def echo(connection):
    connection.send(connection.recv()[::-1])
    connection.close()


def reversed_by_child(text):
    mine, theirs = multiprocessing.Pipe()
    p = multiprocessing.Process(target=echo, args=(theirs,))
    p.start()
    mine.send(text)
    got = mine.recv()
    p.join()
    return got
#### statements
assert count() == 100 and reversed_by_child("abc") == "cba"
