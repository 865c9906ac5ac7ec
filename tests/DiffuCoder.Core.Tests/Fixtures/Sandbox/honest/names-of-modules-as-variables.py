#: expect=pass
#: category=honest
json = {"a": 1}
copy = [1, 2]
string = "text"
time = 5
types = ("int", "str")
os = None


def sys(x):
    return x + 1


def reset():
    global time
    time = 0
    return time
#### statements
assert json == {"a": 1} and copy == [1, 2] and string == "text" and time == 5 and types == ("int", "str") and os is None and sys(1) == 2
assert reset() == 0 and time == 0
