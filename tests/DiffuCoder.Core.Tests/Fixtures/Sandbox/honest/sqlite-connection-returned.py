#: expect=pass
#: category=honest
import sqlite3


def database():
    db = sqlite3.connect(":memory:")
    db.executescript("CREATE TABLE t (n INT); INSERT INTO t VALUES (1), (2), (3);")
    return db
#### statements
db = database()
assert db.execute("SELECT SUM(n) FROM t").fetchone() == (6,)
cursor = db.cursor()
cursor.execute("SELECT n FROM t WHERE n > ?", (1,))
assert cursor.fetchall() == [(2,), (3,)]
db.close()
