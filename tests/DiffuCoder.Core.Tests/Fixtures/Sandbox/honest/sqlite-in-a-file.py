#: expect=pass
#: category=honest
import os
import sqlite3
import tempfile


def store_and_reopen(rows):
    path = os.path.join(tempfile.mkdtemp(), "store.db")
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE score (name TEXT, points INT)")
        db.executemany("INSERT INTO score VALUES (?, ?)", rows)
    db.close()
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    total = {row["name"]: row["total"] for row in db.execute("SELECT name, SUM(points) AS total FROM score GROUP BY name")}
    db.close()
    return total
#### statements
assert store_and_reopen([("a", 1), ("b", 2), ("a", 5)]) == {"a": 6, "b": 2}
