#: expect=pass
#: category=honest
import argparse


def parser():
    p = argparse.ArgumentParser(prog="tool", description="Counts.")
    p.add_argument("files", nargs="*")
    p.add_argument("-n", "--number", type=int, default=10)
    p.add_argument("--verbose", action="store_true")
    p.add_argument("--mode", choices=["fast", "slow"], default="fast")
    return p


def main(arguments):
    options = parser().parse_args(arguments)
    return options.files, options.number, options.verbose, options.mode
#### statements
assert main([]) == ([], 10, False, "fast")
assert main(["a", "-n", "3", "--verbose", "--mode=slow"]) == (["a"], 3, True, "slow")
options = parser().parse_args(["x", "y"])
assert options.files == ["x", "y"] and vars(options)["number"] == 10
