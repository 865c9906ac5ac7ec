#: expect=pass
#: category=honest
def averager():
    total = 0.0
    count = 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total / count
#### statements
average = averager()
assert next(average) is None
assert average.send(10) == 10.0
assert average.send(30) == 20.0
assert average.send(5) == 15.0
average.close()
