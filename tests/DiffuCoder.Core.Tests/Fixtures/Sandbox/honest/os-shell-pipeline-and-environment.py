#: expect=pass
#: category=honest
import os
import subprocess


def pipeline(text):
    return subprocess.run("sort | uniq | wc -l", shell=True, input=text, capture_output=True, text=True).stdout.strip()


def variable(value):
    return subprocess.check_output(["sh", "-c", "echo $GIVEN"], env={**os.environ, "GIVEN": value}, text=True).strip()


def in_folder(path):
    return subprocess.check_output(["pwd"], cwd=path, text=True).strip()


def popen():
    with os.popen("echo popen") as out:
        return out.read().strip(), os.system("exit 0")
#### statements
assert pipeline("b\na\nb\n") == "2" and variable("x y") == "x y" and in_folder("/") == "/" and popen() == ("popen", 0)
