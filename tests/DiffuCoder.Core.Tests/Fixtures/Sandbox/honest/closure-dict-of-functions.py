#: expect=pass
#: category=honest
def make_counter(start=0):
    state = {"n": start}

    def increment(by=1):
        state["n"] += by
        return state["n"]

    def reset():
        state["n"] = start

    return {"increment": increment, "reset": reset, "value": lambda: state["n"]}
#### statements
counter = make_counter(5)
counter["increment"]()
counter["increment"](by=4)
assert counter["value"]() == 10
counter["reset"]()
assert counter["value"]() == 5
assert sorted(counter) == ["increment", "reset", "value"]
