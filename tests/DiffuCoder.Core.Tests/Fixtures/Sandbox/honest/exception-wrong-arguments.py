#: expect=pass
#: category=honest
def area(width, height, *, unit="cm"):
    return f"{width * height} {unit}"
#### statements
for call in (lambda: area(1), lambda: area(1, 2, 3), lambda: area(1, 2, units="m"), lambda: area(1, height=2, width=3)):
    try:
        call()
        assert False, "must raise"
    except TypeError as error:
        assert "area()" in str(error)
assert area(2, 3, unit="m") == "6 m"
