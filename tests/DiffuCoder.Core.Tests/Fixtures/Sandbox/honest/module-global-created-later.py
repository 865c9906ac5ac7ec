#: expect=pass
#: category=honest
def configure(value):
    global setting
    setting = value
    return value


def read():
    return setting
#### statements
try:
    read()
    assert False
except NameError as error:
    assert "setting" in str(error)
configure([1, 2])
assert read() == [1, 2]
