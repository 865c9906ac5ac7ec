#: expect=pass
#: category=honest
def is_sorted(items):
    return all(a <= b for a, b in zip(items, items[1:]))
#### statements
def test_empty():
    assert is_sorted([])


def test_pairs():
    assert is_sorted([1, 1]) and not is_sorted([2, 1])


test_empty()
test_pairs()
#### statements
class TestSorted:
    def test_text(self):
        assert is_sorted("abc") and not is_sorted("ba")

    def run(self):
        for name in dir(self):
            if name.startswith("test_"):
                getattr(self, name)()


TestSorted().run()
