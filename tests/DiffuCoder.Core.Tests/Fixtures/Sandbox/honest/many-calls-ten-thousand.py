#: expect=pass
#: category=honest
def collatz_steps(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
#### statements
best = 0
for n in range(1, 10001):
    best = max(best, collatz_steps(n))
assert best == 261
