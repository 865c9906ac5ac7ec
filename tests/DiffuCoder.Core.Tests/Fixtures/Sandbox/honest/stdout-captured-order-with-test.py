#: expect=pass
#: category=honest
def triangle(n, mark="*"):
    for i in range(1, n + 1):
        print(mark * i)
    return n
#### statements
import io
from contextlib import redirect_stdout
out = io.StringIO()
with redirect_stdout(out):
    print("before")
    triangle(2)
    print("between")
    triangle(1, mark="#")
assert out.getvalue() == "before\n*\n**\nbetween\n#\n"
