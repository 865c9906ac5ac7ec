#: expect=pass
#: category=honest
def logged(items, log):
    for item in items:
        log.append(f"produce {item}")
        yield item
        log.append(f"resume {item}")
#### statements
log = []
for x in logged([1, 2], log):
    log.append(f"consume {x}")
assert log == ["produce 1", "consume 1", "resume 1", "produce 2", "consume 2", "resume 2"]
