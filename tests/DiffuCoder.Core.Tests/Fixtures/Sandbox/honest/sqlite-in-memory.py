#: expect=pass
#: category=honest
import sqlite3


class Library:
    def __init__(self):
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT UNIQUE, year INT)")

    def add(self, title, year):
        with self.db:
            return self.db.execute("INSERT INTO book (title, year) VALUES (?, ?)", (title, year)).lastrowid

    def since(self, year):
        return [t for (t,) in self.db.execute("SELECT title FROM book WHERE year >= ? ORDER BY title", (year,))]
#### statements
lib = Library()
assert lib.add("Dune", 1965) == 1 and lib.add("Emma", 1815) == 2
assert lib.since(1900) == ["Dune"] and lib.since(0) == ["Dune", "Emma"]
import sqlite3
try:
    lib.add("Dune", 1)
    assert False
except sqlite3.IntegrityError as error:
    assert "UNIQUE" in str(error)
