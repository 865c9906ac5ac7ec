#: expect=pass
#: category=honest
def worker(log):
    try:
        while True:
            item = yield
            log.append(item)
    except GeneratorExit:
        log.append("closed")
        raise
#### statements
log = []
w = worker(log)
next(w)
w.send(1)
w.send(2)
w.close()
assert log == [1, 2, "closed"]
