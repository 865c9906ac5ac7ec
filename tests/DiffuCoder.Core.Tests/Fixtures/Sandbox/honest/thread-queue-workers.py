#: expect=pass
#: category=honest
import queue
import threading


def process(items, workers=3):
    todo, done = queue.Queue(), queue.Queue()

    def work():
        while True:
            item = todo.get()
            if item is None:
                break
            done.put(item * 10)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
    for t in threads:
        t.start()
    for item in items:
        todo.put(item)
    for _ in threads:
        todo.put(None)
    for t in threads:
        t.join()
    return sorted(done.queue)
#### statements
assert process(range(5)) == [0, 10, 20, 30, 40]
