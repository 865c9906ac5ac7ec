#: expect=pass
#: category=honest
from enum import Enum, auto


class State(Enum):
    IDLE = auto()
    BUSY = auto()
    DONE = auto()


TRANSITIONS = {State.IDLE: {State.BUSY}, State.BUSY: {State.IDLE, State.DONE}, State.DONE: set()}


class Machine:
    def __init__(self):
        self.state = State.IDLE
        self.history = [State.IDLE]

    def go(self, state):
        if state not in TRANSITIONS[self.state]:
            raise ValueError(f"{self.state.name} -> {state.name}")
        self.state = state
        self.history.append(state)
#### statements
m = Machine()
m.go(State.BUSY)
m.go(State.DONE)
assert m.state is State.DONE and m.history == [State.IDLE, State.BUSY, State.DONE]
assert TRANSITIONS[State.DONE] == set() and TRANSITIONS[State.IDLE] == {State.BUSY}
try:
    m.go(State.IDLE)
    assert False
except ValueError as error:
    assert str(error) == "DONE -> IDLE"
