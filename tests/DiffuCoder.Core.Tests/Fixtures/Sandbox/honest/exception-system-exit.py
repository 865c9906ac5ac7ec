#: expect=pass
#: category=honest
import sys


def main(args):
    if not args:
        sys.exit("usage: tool FILE")
    if args[0] == "--version":
        raise SystemExit
    sys.exit(len(args))
#### statements
for args, code in ([], "usage: tool FILE"), (["--version"], None), (["a", "b"], 2):
    try:
        main(args)
        assert False
    except SystemExit as error:
        assert error.code == code
