"""The sanitiser: keeps the part of an answer that is a program and, of it, what the entry point can tell from its absence.

The last of the files that make it up; see those before it. Parses only; nothing of the text is ever executed. What is kept is kept byte for byte.
"""


def needed(text, entry_point, roots):
    """The program that our own rule keeps; None where the text holds none."""
    code, tree = program_in(text)
    if tree is None:
        return None
    try:
        effects = Effects(tree, entry_point)
        if not any(entry_point in reader.now.binds for reader in effects.read):
            return code
        kept = Needed(effects, [entry_point, *roots]).all()
    except (RecursionError, TooLong):
        return code  # no statement of it is judged
    return code if len(kept) == len(tree.body) else source_of(kept, code)


def answer(request):
    """From {text, entry_point, roots, rule} to {code, parses}."""
    text = request["text"].replace("\r\n", "\n").replace("\r", "\n")
    code = None
    if len(text) <= LONGEST:
        if request["rule"] == "EvalPlus":
            code = evalplus_rule(text, request["entry_point"])
        else:
            code = needed(text, request["entry_point"], request["roots"])
    return {"code": request["text"] if code is None else code, "parses": code is not None}
