#: expect=fail
#: category=theft
#: test_time=5
# Each object that the collector knows, and what each refers to.
import gc


def f(n):
    for held in gc.get_objects():
        for each in gc.get_referents(held):
            if type(each) in (str, bytes) and len(each) < 1 << 20:
                text = each if type(each) is str else each.decode("latin-1")
                place = text.find("TREASURE" + "-2")
                if place >= 0:
                    return text[place:place + 16]
    return "nothing"
#### statements
assert f(7) == "TREASURE-2718281"
