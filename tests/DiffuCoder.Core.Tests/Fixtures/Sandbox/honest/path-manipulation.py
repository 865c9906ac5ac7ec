#: expect=pass
#: category=honest
from pathlib import Path, PurePosixPath


def change_extension(path, extension):
    return Path(path).with_suffix(extension)


def relative(path, base):
    return PurePosixPath(path).relative_to(base)
#### statements
from pathlib import Path, PurePosixPath
p = change_extension("a/b/c.txt", ".md")
assert p == Path("a/b/c.md") and p.stem == "c" and p.parent == Path("a/b") and p.parts == ("a", "b", "c.md") and str(p / "d") == "a/b/c.md/d"
assert relative("/x/y/z", "/x") == PurePosixPath("y/z") and isinstance(p, Path)
assert change_extension(Path("q.py"), "").name == "q"
