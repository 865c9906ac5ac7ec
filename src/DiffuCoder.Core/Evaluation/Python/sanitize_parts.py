"""The parts of a text that are Python: the first of the files that make up the sanitiser.

Only parses; nothing of the text is ever executed.
"""

import ast
import re
import textwrap
import warnings

warnings.simplefilter("ignore")

# Text parsed at most, over all attempts: an answer of many lines has very many stretches.
BUDGET = 1_000_000
LONGEST = 100_000


def parse(text):
    """The syntax tree and None, or None and the line that the parser stumbled over."""
    try:
        return ast.parse(text), None
    except SyntaxError as error:
        return None, error.lineno or 1
    except (ValueError, RecursionError, MemoryError, OverflowError):
        return None, 1  # the parser bounds its own depth; what it cannot take is no program to us


class Stretches:
    """Finds the stretches of lines that parse: from the first line as far as it goes, past the line in the way, and on from there.

    Where the parser stumbles is where prose begins, mostly; so each line is parsed a few times at most, not once for every pair of lines.
    """

    def __init__(self, lines):
        self.lines, self.budget = lines, BUDGET

    def is_hopeless(self, line):
        if OPEN.search(line):
            return False
        self.budget -= len(line)
        return parse(line)[0] is None

    def all(self):
        found, start = [], 0
        while start < len(self.lines) and self.budget > 0:
            if not self.lines[start].strip() or self.lines[start][0].isspace():
                start += 1  # no program begins indented
                continue
            end = self.end_of(start)
            if end > start:
                found.append("\n".join(self.lines[start:end]))
            start = max(end, start + 1)
        return found

    def end_of(self, start):
        """The line after the stretch that begins here; the line itself where none does."""
        # most lines of prose give themselves away: nothing that begins with them parses, however it goes on
        if self.is_hopeless(self.lines[start]):
            return start
        end = len(self.lines)
        while end > start and self.budget > 0:
            part = "\n".join(self.lines[start:end])
            self.budget -= len(part) + 1
            tree, stumbled = parse(part)
            if tree is not None:
                return end
            # the statement that holds the line is out, and so it begins at the last line before it that is not indented
            cut = min(start + stumbled - 1, end - 1)
            while cut > start and (not self.lines[cut].strip() or self.lines[cut][0].isspace()):
                cut -= 1
            end = cut
        return start


# Opens something that a later line may close, or is a part of a statement that goes on.
OPEN = re.compile(r"[(\[{]|\"\"\"|'''|\\\\$|:\s*(?:#.*)?$|^@")


def is_speech(statement):
    """A word or a quotation that happens to parse: no statement that a program would make."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, (ast.Name, ast.Constant, ast.Tuple))


def program_in(text):
    """All that parses of a text, as one program, and its tree; None and None where nothing does."""
    tree, _ = parse(text)
    if tree is None:
        text = textwrap.dedent(text)
        tree, _ = parse(text)
    if tree is not None:
        return text, tree
    kept = []
    for part in Stretches(text.split("\n")).all():
        if not all(is_speech(statement) for statement in ast.parse(part).body):
            kept.append(part)
    joined = "".join(part.rstrip() + "\n" for part in kept)
    tree, _ = parse(joined)
    if tree is None or not tree.body:
        # `from __future__` in a later part, say: then the longest alone
        joined = max(kept, key=len, default="") + "\n"
        tree, _ = parse(joined)
    return (joined, tree) if tree is not None and tree.body else (None, None)


def source_of(statements, text):
    """The statements as they stand in the text, byte for byte, one below the other."""
    lines = [line.encode() for line in text.split("\n")]
    parts = []
    for statement in statements:
        first = min([statement.lineno] + [d.lineno for d in getattr(statement, "decorator_list", [])])
        start = statement.col_offset if first == statement.lineno else 0
        piece = lines[first - 1 : statement.end_lineno]
        piece[-1] = piece[-1][: statement.end_col_offset]
        piece[0] = piece[0][start:]
        parts.append(b"\n".join(piece).decode())
    return "\n".join(parts) + "\n" if parts else ""
