"""Programs in many styles around small tasks. After `tasks.py` and `styles.py`; the same programs every time."""

import random


def filled(text, name, call, core="", result=None):
    values = {"name": name, "core": core, "call": f"{name}({', '.join(map(repr, call))})", "args": repr(call), "result": repr(result)}
    return text.format(**values)


def core_of(parameters, body):
    return f"def core({parameters}):\n" + "".join(f"    {line}\n" for line in body.split("\n"))


def programs(seed):
    """Every style around several tasks: a right and a wrong program, with trial runs, and with an ending that a person would not run."""
    draw, made = random.Random(seed), []
    for number, (style, text) in enumerate(STYLES.items()):
        for offset in range(5):
            name, parameters, body, (right, wrong), calls = TASKS[(number * 7 + offset * 5) % len(TASKS)]
            (call, result) = calls[0]
            assert right in body, name
            trials = "".join(filled(trial, name, call, result=result) for trial in draw.sample(TRIALS, draw.randrange(4)))
            main = filled(text, name, call, core_of(parameters, body))
            broken = filled(text, name, call, core_of(parameters, body.replace(right, wrong)))
            made.append(
                {
                    "style": style,
                    "entry_point": name,
                    "program": main + trials,
                    "broken": broken,
                    "ended": main + filled(ENDINGS[(number + offset * 5) % len(ENDINGS)], name, call, result=result),
                    "prose": f"Here is how I would do it, step by step:\n\n{main}\nIt works because it's simple! Isn't it?\n",
                    "tests": [f"assert {filled('{call}', name, arguments)} == {value!r}" for arguments, value in calls],
                }
            )
    return made


def answer(request):
    return programs(request)
