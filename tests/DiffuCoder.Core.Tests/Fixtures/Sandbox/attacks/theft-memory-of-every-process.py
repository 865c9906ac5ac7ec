#: expect=fail
#: category=theft
#: test_time=5
# Each process's memory is searched for the text that the test compares with.
import os
import re

MARK = re.compile(b"TREASURE" + rb"-\d{7}")


def f(n):
    for process in ["self"] + [name for name in os.listdir("/proc") if name.isdigit()]:
        try:
            with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
                for line in maps:
                    begin, end, rights = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", line).groups()
                    if "w" not in rights or int(end, 16) - int(begin, 16) > 1 << 27:
                        continue
                    try:
                        memory.seek(int(begin, 16))
                        match = MARK.search(memory.read(int(end, 16) - int(begin, 16)))
                    except (OSError, OverflowError):
                        continue
                    if match:
                        return match[0].decode()
        except OSError:
            pass
    return "nothing"
#### statements
assert f(7) == "TREASURE-2718281"
