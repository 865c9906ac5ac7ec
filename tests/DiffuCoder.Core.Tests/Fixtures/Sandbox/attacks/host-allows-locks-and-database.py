#: expect=pass
#: category=host
# Locks, a database and temporary files in the private folder.
import fcntl
import sqlite3
import tempfile


def f(rows):
    with tempfile.NamedTemporaryFile() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        fcntl.lockf(held, fcntl.LOCK_UN)
    with tempfile.TemporaryDirectory() as folder:
        base = sqlite3.connect(folder + "/base")
        base.execute("create table t(a)")
        base.executemany("insert into t values (?)", [(row,) for row in rows])
        base.commit()
        total = base.execute("select sum(a) from t").fetchone()[0]
        base.close()
    return total
#### statements
assert f([1, 2, 3]) == 6
