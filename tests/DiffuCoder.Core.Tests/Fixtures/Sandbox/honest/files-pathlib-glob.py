#: expect=pass
#: category=honest
from pathlib import Path
import tempfile


def python_files():
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "sub").mkdir()
        (root / "a.py").write_text("x = 1\n")
        (root / "sub" / "b.py").touch()
        (root / "c.txt").write_bytes(b"c")
        return sorted(p.name for p in root.rglob("*.py")), (root / "a.py").read_text(), (root / "c.txt").stat().st_size
#### statements
assert python_files() == (["a.py", "b.py"], "x = 1\n", 1)
