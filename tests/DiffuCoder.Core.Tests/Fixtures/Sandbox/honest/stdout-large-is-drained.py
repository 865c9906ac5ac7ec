#: expect=pass
#: category=honest
def chatter(n):
    for i in range(n):
        print("line", i, "x" * 50)
    return n
#### statements
assert chatter(3000) == 3000
assert chatter(1) == 1
