#: expect=pass
#: category=honest
import threading


def start_and_join(n):
    done = []
    for i in range(n):
        t = threading.Thread(target=done.append, args=(i,))
        t.start()
        t.join()
    return done


def at_once(n):
    barrier = threading.Barrier(n)
    threads = [threading.Thread(target=barrier.wait, args=(20,)) for _ in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return not barrier.broken
#### statements
assert start_and_join(100) == list(range(100)) and at_once(10)
