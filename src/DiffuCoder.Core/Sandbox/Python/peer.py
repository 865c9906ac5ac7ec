"""Two processes that ask each other, one question at a time: while one waits for its answer it answers what the other asks meanwhile."""
import values
from channel import Broken, read_frame, write_frame


class Peer:
    """`serve(question)` gives the members of the answer; the questions that this side does not know it refuses by raising."""

    def __init__(self, descriptor, limit, serve):
        self.descriptor, self.limit, self.serve, self.asked = descriptor, limit, serve, 0

    def send(self, message):
        data = values.dumps(message)
        if len(data) > self.limit:
            raise ValueError(f"the value takes {len(data)} bytes; at most {self.limit} may be handed over")
        write_frame(self.descriptor, "M", data)

    def receive(self):
        kind, data = read_frame(self.descriptor, self.limit)
        if kind != "M":
            raise Broken(f"a frame of kind {kind}")
        return values.loads(data)

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
        answer = self.serve(question)
        answer["r"] = question.get("n")
        try:
            self.send(answer)
        except (ValueError, TypeError, RecursionError) as error:
            self.send({"r": question.get("n"), "x": {"t": type(error).__name__, "b": type(error).__name__, "a": [str(error)]}})
