#: expect=pass
#: category=honest
def memo(function):
    cache = {}

    def call(n):
        if n not in cache:
            cache[n] = function(call, n)
        return cache[n]

    return call


def fix(function):
    return lambda *args: function(fix(function), *args)
#### statements
fibonacci = memo(lambda self, n: n if n < 2 else self(n - 1) + self(n - 2))
assert fibonacci(40) == 102334155
#### statements
factorial = fix(lambda self, n: 1 if n == 0 else n * self(n - 1))
assert factorial(20) == 2432902008176640000
