#: expect=pass
#: category=honest
from dataclasses import dataclass, field


@dataclass(order=True)
class Task:
    sort_key: tuple = field(init=False, repr=False)
    name: str
    priority: int = 1

    def __post_init__(self):
        if self.priority < 0:
            raise ValueError("priority")
        self.sort_key = (-self.priority, self.name)


def schedule(tasks):
    return [t.name for t in sorted(tasks)]
#### statements
tasks = [Task("write"), Task("test", 5), Task("plan", 5)]
assert schedule(tasks) == ["plan", "test", "write"] and min(tasks) is tasks[2] and repr(tasks[0]) == "Task(name='write', priority=1)"
try:
    Task("x", -1)
    assert False
except ValueError:
    pass
