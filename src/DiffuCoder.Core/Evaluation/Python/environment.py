"""What programs and tests run on: the interpreter, and the libraries that they may import."""

import importlib.metadata
import sys


def answer(_):
    found = {}
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"]
        if name:
            found.setdefault(name, distribution.version)  # the first on the path is the one that is imported
    return {"python": sys.version.split()[0], "libraries": dict(sorted(found.items()))}
