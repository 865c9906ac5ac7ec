#: expect=pass
#: category=honest
# This program does very little.
#
# It has more comments than code.


# Returns what it is given.
def same(x):  # x: anything
    # nothing to do
    return x  # done


# def not_defined(): return 1
#### statements
assert same("# not a comment") == "# not a comment"
try:
    not_defined
    assert False
except NameError:
    pass
