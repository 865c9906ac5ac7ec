#: expect=pass
#: category=honest
def main(numbers):
    return max(numbers) - min(numbers)


def test():
    assert main([1, 5]) == 4


if __name__ == "__main__":
    test()
    print(main([3, 4, 9]))
#### statements
assert main([3, 4, 9]) == 6
