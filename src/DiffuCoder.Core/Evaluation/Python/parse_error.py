"""Where Python's parser stumbles over a program. Only parses; nothing is executed."""

import ast
import warnings

warnings.simplefilter("ignore")


def number(value):
    """What Python says of a place; it says 0 or -1 of one that it does not know."""
    return value if type(value) is int and value > 0 else None


def answer(text):
    """What is wrong with a text and where, lines and columns counted in characters from 1; None for a program."""
    try:
        tree = ast.parse(text)
        compile(tree, "<program>", "exec", dont_inherit=True)  # `return` outside of a function parses
    except SyntaxError as error:
        return {
            "message": f"{type(error).__name__}: {error.msg}",
            "line": number(error.lineno),
            "column": number(error.offset),
            "end_line": number(error.end_lineno),
            "end_column": number(error.end_offset),
        }
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return {"message": f"{type(error).__name__}: {error}"}  # the parser bounds its own depth; what it cannot take is no program to us
    return None if tree.body else {"message": "there is no statement"}
