#: expect=pass
#: category=honest
class Query:
    def __init__(self):
        self.parts = []

    def select(self, *columns):
        self.parts.append("SELECT " + ", ".join(columns))
        return self

    def table(self, name):
        self.parts.append("FROM " + name)
        return self

    def where(self, **conditions):
        self.parts.append("WHERE " + " AND ".join(f"{k}={v!r}" for k, v in conditions.items()))
        return self

    def __str__(self):
        return " ".join(self.parts)
#### statements
q = Query()
assert q.select("a", "b") is q
assert str(q.table("t").where(a=1, b="x")) == "SELECT a, b FROM t WHERE a=1 AND b='x'"
