"""Two processes that ask each other, one question at a time: while one waits for its answer it answers what the other asks meanwhile."""
import sys

import values
from channel import Broken, read_message, write_message

_ROOM = 40  # frames of the harness itself, that recursion across the two sides should not pay for


class Peer:
    """What both sides of the channel do alike. `serve(question)` gives the members of the answer."""

    def __init__(self, descriptor, limit):
        self.descriptor, self.limit, self.asked = descriptor, limit, 0
        self.most = 1 << 40  # bytes that a message of this side may take

    def serve(self, question):
        raise NotImplementedError

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

    def answer(self, question):
        sys.setrecursionlimit(sys.getrecursionlimit() + _ROOM)
        try:
            answer = self.serve(question)
            answer["r"] = question.get("n")
            try:
                self.send(answer)
            except (ValueError, TypeError, RecursionError, MemoryError, OverflowError) as error:
                self.send({"r": question.get("n"), "x": {"t": type(error).__name__, "b": type(error).__name__, "a": [str(error)]}})
        finally:
            try:
                sys.setrecursionlimit(sys.getrecursionlimit() - _ROOM)
            except (RecursionError, ValueError):
                pass  # the program has set one of its own
