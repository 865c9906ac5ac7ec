#: expect=pass
#: category=honest
def make_class(name, **members):
    return type(name, (), members)


def dynamic_method(self):
    return self.x + 1
#### statements
Made = make_class("Made", x=41, up=dynamic_method)
m = Made()
assert m.up() == 42 and Made.__name__ == "Made" and type(m) is Made
m.x = 1
assert m.up() == 2 and Made.x == 41
