#: expect=pass
#: category=honest
items = []
mode = "off"


def reset():
    global items
    items = []


def add(x):
    items.append(x)
    return len(items)


def toggle():
    global mode
    mode = "on" if mode == "off" else "off"
#### statements
assert add(1) == 1 and add(2) == 2 and items == [1, 2]
reset()
assert items == [] and add(5) == 1 and items == [5]
#### statements
toggle()
assert mode == "on"
toggle()
assert mode == "off"
