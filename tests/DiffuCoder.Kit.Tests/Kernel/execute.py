# Executes a notebook in its kernel as a reader would: execute.py NOTEBOOK OUTPUT. The first failing cell ends it with exit code 1 and its error, but for
# those that are tagged raises-exception. Cells with "again": true in their metadata are run once more when all have been run, which is written to
# OUTPUT.again. The errors say when each began, so that a run that hangs shows where.
import os
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


source, target = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(notebook, timeout=300, startup_timeout=120, resources={"metadata": {"path": os.path.dirname(os.path.abspath(source))}})
cells = list(enumerate(notebook.cells))
again = [(index, cell) for index, cell in cells if cell.metadata.get("again")]
started = time.monotonic()


def execute(cell, index):
    print(f"{time.monotonic() - started:.1f} s: cell {index}", file=sys.stderr, flush=True)
    client.execute_cell(cell, index)


try:
    with client.setup_kernel():
        for index, cell in cells:
            execute(cell, index)

        nbformat.write(notebook, target)

        for index, cell in again:
            execute(cell, index)

        if again:
            nbformat.write(notebook, target + ".again")
except CellExecutionError as failure:
    nbformat.write(notebook, target)
    sys.exit(str(failure))
