#: expect=pass
#: category=honest
import subprocess
import sys


def evaluate(expression):
    done = subprocess.run([sys.executable, "-c", f"print({expression})"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def sort_lines(text):
    return subprocess.run(["sort"], input=text, capture_output=True, text=True).stdout


def status(code):
    return subprocess.call(["sh", "-c", f"exit {code}"])
#### statements
assert evaluate("2 ** 10") == "1024" and sort_lines("b\na\n") == "a\nb\n" and status(0) == 0 and status(3) == 3
#### statements
import subprocess
try:
    evaluate("1 / 0")
    assert False
except subprocess.CalledProcessError as error:
    assert error.returncode == 1
