#: expect=pass
#: category=honest
import csv
import io


def to_csv(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def from_csv(text):
    return list(csv.DictReader(io.StringIO(text)))
#### statements
rows = [{"name": "Al, Jr.", "note": 'says "hi"'}, {"name": "Bo", "note": ""}]
assert to_csv(rows) == 'name,note\n"Al, Jr.","says ""hi"""\nBo,\n' and from_csv(to_csv(rows)) == rows
