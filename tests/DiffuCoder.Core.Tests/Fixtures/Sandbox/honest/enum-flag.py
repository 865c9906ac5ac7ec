#: expect=pass
#: category=honest
from enum import Flag, IntFlag, auto


class Access(Flag):
    READ = auto()
    WRITE = auto()
    RUN = auto()
    ALL = READ | WRITE | RUN


class Mode(IntFlag):
    X = 1
    W = 2
    R = 4


def can(access, wanted):
    return bool(access & wanted)
#### statements
rw = Access.READ | Access.WRITE
assert can(rw, Access.READ) and not can(rw, Access.RUN) and Access.READ in rw and (Access.ALL ^ rw) == Access.RUN
assert rw.value == 3 and ~rw == Access.RUN and Access(4) is Access.RUN
#### statements
assert Mode.R | Mode.X == 5 and (Mode.R | Mode.W) & 2 == Mode.W and int(Mode.R) == 4
