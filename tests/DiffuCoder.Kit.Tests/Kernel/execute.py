# Executes a notebook in its kernel: execute.py NOTEBOOK OUTPUT. The first failing cell ends it with exit code 1 and its error.
import os
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

source, target = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
client = NotebookClient(notebook, timeout=300, startup_timeout=120, resources={"metadata": {"path": os.path.dirname(os.path.abspath(source))}})

try:
    client.execute()
except CellExecutionError as failure:
    sys.exit(str(failure))
finally:
    nbformat.write(notebook, target)
