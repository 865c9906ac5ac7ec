#: expect=pass
#: category=honest
def bubble(items):
    for end in range(len(items), 1, -1):
        for i in range(end - 1):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]


def by_length(words):
    words.sort(key=len, reverse=True)
#### statements
data = [3, 1, 2, 1]
assert bubble(data) is None and data == [1, 1, 2, 3]
#### statements
words = ["a", "ccc", "bb"]
by_length(words)
assert words == ["ccc", "bb", "a"]
