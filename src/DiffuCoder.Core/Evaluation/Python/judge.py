"""One call of a program judged by EvalPlus's rules, beside the tests. Needs arguments.py, plain_values.py and compare.py above it."""

import reprlib


class Short(reprlib.Repr):
    """For people: large values in few words."""

    def repr_int(self, value, level):
        return super().repr_int(value, level) if value.bit_length() < 4096 else f"<an integer of {value.bit_length()} bits>"


class Judge:
    """Knows a task: how its arguments are read, what is right for them, and how close is close enough."""

    def __init__(self, dataset, task_id, entry_point, tolerance, program):
        self.dataset, self.entry_point, self.tolerance, self.program = dataset, entry_point, tolerance, program
        self.task, self.function, self.short = task_number(dataset, task_id), None, Short()

    def reference(self, given):
        """What the canonical solution says: it is trusted, and runs on this side where its outputs are too large to be written into tests."""
        if self.function is None:
            names = {"__name__": "solution"}
            exec(compile(self.program, "solution", "exec"), names)
            self.function = names[self.entry_point]
        return self.function(*read_arguments(self.task, given))

    def digest(self, function, given, expected):
        """As a call, of a function that gives the digest of an output which is too large to be handed over."""
        value = function(*read_arguments(self.task, given))
        if value != expected:
            raise AssertionError("the output is not right: it has another digest than the right one")

    def __call__(self, function, given, expected=None):
        wanted = self.reference(given) if expected is None else eval(expected, dict(NAMES))
        value = function(*read_arguments(self.task, given))
        # the comparison reads arguments that the program never had
        if not agrees(self.dataset, self.entry_point, read_arguments(self.task, given), value, wanted, self.tolerance):
            raise AssertionError(f"{self.short.repr(value)} is not right; {self.short.repr(wanted)} is")
