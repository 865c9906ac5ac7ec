#: expect=pass
#: category=honest
def similar_elements(first, second):
    return tuple(sorted(set(first) & set(second)))


def count_pairs(tuples):
    counts = {}
    for t in tuples:
        counts[t] = counts.get(t, 0) + 1
    return counts


def is_not_prime(n):
    return any(n % d == 0 for d in range(2, int(n ** 0.5) + 1))
#### statements
assert similar_elements((3, 4, 5, 6), (5, 7, 4, 10)) == (4, 5)
#### statements
assert set(similar_elements((1, 2, 3, 4), (5, 4, 3, 7))) == set((3, 4))
#### statements
assert count_pairs([(3, 1), (1, 3), (3, 1)]) == {(3, 1): 2, (1, 3): 1}
#### statements
assert is_not_prime(10) == True
#### statements
assert is_not_prime(7) == False
