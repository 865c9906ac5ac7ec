#: expect=pass
#: category=honest
import os
import random
import uuid


def facts():
    rng = random.SystemRandom()
    return len(os.urandom(16)), os.urandom(16) != os.urandom(16), 0 <= rng.random() < 1, uuid.uuid4() != uuid.uuid4(), uuid.uuid4().version
#### statements
assert facts() == (16, True, True, True, 4)
