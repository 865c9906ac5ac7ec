"""Two processes that ask each other, one question at a time: while one waits for its answer it answers what the other asks meanwhile."""
import select
import sys
import threading

import values
from channel import Broken, read_message, write_message

_ROOM = 40  # frames of the harness itself, that recursion across the two sides should not pay for
_MOST_ROOM = 4000
_room = [0]
_get, _set = sys.getrecursionlimit, sys.setrecursionlimit


def give_room(frames):
    _set(_get() + frames)
    _room[0] += frames


def hide_room():
    """What is told and asked of the limit of recursion is without the frames of the harness."""

    def getrecursionlimit():
        return _get() - _room[0]

    def setrecursionlimit(limit, /):
        _set(limit if limit <= 0 else limit + _room[0])

    sys.getrecursionlimit, sys.setrecursionlimit = getrecursionlimit, setrecursionlimit


class Peer:
    """What both sides of the channel do alike. What derives from it has `serve(question)`, which gives the members of the answer."""

    def __init__(self, descriptor, limit):
        self.descriptor, self.limit, self.asked = descriptor, limit, 0
        self.lock = threading.RLock()
        self.most = 1 << 40  # bytes that a message of this side may take

    def outgoing(self, message):
        """Adds what every message tells beside its own matter."""

    def incoming(self, message):
        """Takes that."""

    def send(self, message):
        self.outgoing(message)
        data = values.dumps(message)
        if len(data) > self.most:
            raise ValueError(f"the value takes {len(data)} bytes; at most {self.most} may be handed over")
        write_message(self.descriptor, data)

    def receive(self):
        data = read_message(self.descriptor, self.limit)
        try:
            message = values.loads(data)
        except (ValueError, RecursionError) as error:
            raise Broken(f"a message that cannot be read: {type(error).__name__}") from None
        if type(message) is not dict:
            raise Broken("a message that is none")
        self.incoming(message)
        return message

    def ask(self, question):
        with self.lock:  # threads ask one after the other
            self.asked += 1
            question["n"] = number = self.asked
            self.send(question)
            while True:
                message = self.receive()
                if "r" not in message:
                    self.answer(message)
                elif message["r"] == number:
                    return message
                else:
                    raise Broken("an answer to no question")

    def serve_next(self):
        """Waits for a question and answers it. Threads may ask the other side meanwhile."""
        while True:
            select.select([self.descriptor], [], [])
            with self.lock:
                if select.select([self.descriptor], [], [], 0)[0]:
                    message = self.receive()
                    break
        self.answer(message)

    def answer(self, question):
        room = _ROOM if _room[0] < _MOST_ROOM else 0  # what goes to and fro without end must come to one
        give_room(room)
        try:
            answer = self.serve(question)
            answer["r"] = question.get("n")
            try:
                with self.lock:
                    self.send(answer)
            except (ValueError, TypeError, RecursionError, MemoryError, OverflowError) as error:
                self.send({"r": question.get("n"), "x": {"t": type(error).__name__, "b": type(error).__name__, "a": [str(error)]}})
        finally:
            try:
                give_room(-room)
            except (RecursionError, ValueError):
                _room[0] -= room  # the program has set one of its own
