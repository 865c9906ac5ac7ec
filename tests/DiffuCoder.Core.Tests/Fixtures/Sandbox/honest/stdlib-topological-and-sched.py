#: expect=pass
#: category=honest
import graphlib
import sched
import time


def order(dependencies):
    return list(graphlib.TopologicalSorter(dependencies).static_order())


def scheduled(delays):
    log, s = [], sched.scheduler(time.monotonic, time.sleep)
    for name, delay in delays.items():
        s.enter(delay, 1, log.append, (name,))
    s.run()
    return log
#### statements
import graphlib
assert order({"c": {"b"}, "b": {"a"}}) == ["a", "b", "c"] and scheduled({"late": 0.1, "early": 0.01}) == ["early", "late"]
try:
    order({"a": {"b"}, "b": {"a"}})
    assert False
except graphlib.CycleError as error:
    assert set(error.args[1]) == {"a", "b"}
